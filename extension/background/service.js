/** The one place that talks to the service. A call that got no answer throws `Unanswered` and says why. */
import { Unanswered } from './failure.js';
import { failed, rest, succeeded } from './patience.js';
import { settings } from './settings.js';
import { dropToken, token } from './token.js';
import { local } from './stored.js';

const TIMEOUT_MS = 15_000;
const BUSY_MS = 5_000;
const OLD_MS = 60_000;
const NEEDED_API = 1;

/**
 * @typedef {object} Request
 * @property {string} [method]
 * @property {unknown} [body]
 * @property {Record<string, string>} [headers]
 * @property {boolean} [open] is it answered without a token?
 * @property {boolean} [eager] is it asked even while the service rests after a failure?
 */

/**
 * @param {string} path
 * @param {unknown} body
 * @param {string} list the field of the answer that must be one
 * @returns {Promise<any>} the JSON of the answer
 */
export async function post(path, body, list) {
  return readAnswer(await call(path, { method: 'POST', body }), list);
}

/**
 * Somebody else may listen at the address: an answer without its list is none.
 *
 * @param {Response} response
 * @param {string} list
 */
export async function readAnswer(response, list) {
  const answer = await response.json().catch(() => undefined);
  if (!Array.isArray(answer?.[list])) return unanswered('failed');
  return answer;
}

/**
 * @param {string} path
 * @param {Request} [request]
 * @returns {Promise<Response>} an answer that is a success, or 304
 */
export async function call(path, request = {}) {
  if (!request.eager) await waitNot();
  const { service } = await settings();
  const given = request.open ? undefined : await token();
  if (!request.open && !given) throw new Unanswered({ code: (await local.read('revoked', false)) ? 'revoked' : 'unpaired' });
  const response = await send(`${service}${path}`, request, given);
  if (response.ok || response.status === 304) await succeeded(request.eager ?? false);
  else await refuse(response, given);
  return response;
}

/** Asks at once whether the service is there, and new enough. Never throws. */
export async function probe() {
  try {
    const response = await call('/v1/health', { open: true, eager: true });
    /** @type {Lexibulle.Health} */
    const { service, api } = await response.json();
    if (service !== 'lexibulle') await failed('absent', probe);
    else if (!(Number(api) >= NEEDED_API)) await failed('old', probe, OLD_MS);
  } catch {
    // noted already: it is in `rest`
  }
}

/** While the service rests after a failure, nobody asks it again. */
async function waitNot() {
  const { until, code } = await rest();
  if (until > Date.now()) throw new Unanswered({ code, retryIn: until - Date.now() });
}

/**
 * @param {string} url
 * @param {Request} request
 * @param {string | undefined} given
 */
async function send(url, { method = 'GET', body, headers = {} }, given) {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return await fetch(url, {
      method,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(given ? { Authorization: `Bearer ${given}` } : {}),
      },
      body: body === undefined ? null : JSON.stringify(body),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal,
    });
  } catch {
    return unanswered(signal.aborted ? 'busy' : 'absent');
  }
}

/**
 * @param {'absent' | 'busy' | 'failed'} code
 * @param {number} [after] milliseconds that the service asks for
 * @returns {Promise<never>}
 */
async function unanswered(code, after) {
  throw new Unanswered({ code, retryIn: await failed(code, probe, after) });
}

/**
 * @param {Response} response
 * @param {string | undefined} given
 * @returns {Promise<never>}
 */
async function refuse(response, given) {
  const { status } = response;
  if (given && (status === 401 || status === 403)) return revoked(response, given);
  if (status === 429 || status === 503) return unanswered('busy', retryAfter(response));
  if (status === 404 || status === 405 || status === 501) throw new Unanswered({ code: 'old' });
  if (status >= 500) return unanswered('failed');
  throw new Unanswered({ code: 'refused', ...(await problemOf(response)) });
}

/**
 * A token is dropped at the service's own word only, not at that of a proxy before it, and not a newer one.
 *
 * @param {Response} response
 * @param {string} given
 * @returns {Promise<never>}
 */
async function revoked(response, given) {
  if (!isProblem(response)) return unanswered('failed');
  if ((await token()) === given) {
    await dropToken();
    await local.write('revoked', true);
  }
  throw new Unanswered({ code: 'revoked' });
}

/** @param {Response} response is it a problem of RFC 9457, as the service writes them? */
function isProblem({ headers }) {
  return /^application\/problem\+json\b/.test(headers.get('Content-Type') ?? '');
}

/** @param {Response} response */
function retryAfter(response) {
  const seconds = Number(response.headers.get('Retry-After'));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : BUSY_MS;
}

/** @param {Response} response a problem of RFC 9457 */
async function problemOf(response) {
  const { detail, errors } = (await response.json().catch(() => undefined)) ?? {};
  return {
    detail: typeof detail === 'string' ? detail : undefined,
    pointers: Array.isArray(errors) ? errors.map((error) => String(error?.pointer)) : [],
  };
}
