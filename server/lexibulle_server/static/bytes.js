/**
 * The bytes of a file, in base64.
 *
 * @param {File} file
 * @param {AbortSignal} signal
 * @param {(fraction: number) => void} onRead 0 to 1
 * @returns {Promise<string>} rejected with the reason of the signal, or a DOMException where it cannot be read
 */
export function base64Of(file, signal, onRead) {
  const reader = new FileReader();
  return new Promise((resolve, reject) => {
    reader.addEventListener('progress', ({ loaded, total }) => onRead(loaded / total));
    reader.addEventListener('load', () => resolve(String(reader.result).split(',')[1] ?? ''));
    reader.addEventListener('error', () => reject(reader.error));
    reader.addEventListener('abort', () => reject(signal.reason));
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reader.abort(), { once: true });
    reader.readAsDataURL(file);
  });
}

/** @param {string} base64 */
export function bytesOf(base64) {
  const letters = atob(base64);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
  return bytes;
}

/**
 * « 12,4 Mo », « 34 ko ».
 *
 * @param {number} bytes
 */
export function sizeOf(bytes) {
  const [amount, unit] = bytes < 1e6 ? [Math.ceil(bytes / 1e3), 'ko'] : [Math.ceil(bytes / 1e5) / 10, 'Mo'];
  return `${amount.toLocaleString('fr-FR')}\u00a0${unit}`;
}
