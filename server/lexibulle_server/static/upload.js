/**
 * A request like `fetch`'s that tells how much of its body has left: 0 to 1. Only XMLHttpRequest knows that.
 *
 * @param {string} path
 * @param {RequestInit} asked
 * @param {(fraction: number) => void} onSent
 * @returns {Promise<Response>} rejected as by `fetch`: TypeError where nobody answers, the reason of the signal
 */
export function upload(path, { method = 'POST', headers, body, signal }, onSent) {
  const request = new XMLHttpRequest();
  const stop = () => request.abort();
  return new Promise((resolve, reject) => {
    request.open(method, path);
    for (const [name, value] of new Headers(headers)) request.setRequestHeader(name, value);
    request.responseType = 'blob';
    request.upload.addEventListener('progress', ({ loaded, total }) => onSent(loaded / total));
    request.addEventListener('load', () => resolve(answer(request)));
    request.addEventListener('error', () => reject(new TypeError('nobody answers')));
    request.addEventListener('abort', () => reject(signal?.reason));
    signal?.throwIfAborted();
    signal?.addEventListener('abort', stop);
    request.send(/** @type {string} */ (body));
  }).finally(() => signal?.removeEventListener('abort', stop));
}

/** @param {XMLHttpRequest} request */
function answer(request) {
  const patience = request.getResponseHeader('Retry-After');
  return new Response(request.response, {
    status: request.status,
    headers: patience ? { 'Retry-After': patience } : {},
  });
}
