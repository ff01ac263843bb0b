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
const HEALTH = '/v1/health';

/** @type {string | undefined} the address where Lexibulle has answered since we woke up, or since it last failed */
let met;

/**
 * @typedef {object} Request
 * @property {string} [method]
 * @property {unknown} [body]
 * @property {Record<string, string>} [headers]
 * @property {boolean} [open] is it answered without a token?
 * @property {boolean} [eager] is it asked even while the service rests after a failure?
 * @property {(answer: any) => boolean} isOurs has the answer what Lexibulle says? Another program may listen at the address
 */

/**
 * @param {string} path
 * @param {unknown} body
 * @param {string} list the field of the answer that must be one
 * @returns {Promise<any>} the JSON of the answer
 */
export async function post(path, body, list) {
  return (await call(path, { method: 'POST', body, isOurs: hasList(list) })).answer;
}

/** @param {string} list */
export function hasList(list) {
  return (/** @type {any} */ answer) => Array.isArray(answer?.[list]);
}

/**
 * @param {string} path
 * @param {Request} request
 * @returns {Promise<{answer: any, etag: string}>} the JSON of a success; undefined: as it was, by a 304
 */
export async function call(path, request) {
  if (!request.eager) await waitNot();
  const { service } = await settings();
  const given = request.open ? undefined : await token();
  if (!request.open && !given) throw new Unanswered({ code: (await local.read('revoked', false)) ? 'revoked' : 'unpaired' });
  if (given) await meet(service);
  const response = await send(`${service}${path}`, request, given);
  const isSame = response.status === 304;
  if (!response.ok && !isSame) return refuse(response, given);
  const answer = isSame ? undefined : await jsonOf(response);
  if (!isSame && !request.isOurs(answer)) return unanswered((await isThere()) ? 'failed' : 'stranger');
  await succeeded(request.eager ?? false);
  return { answer, etag: response.headers.get('ETag') ?? '' };
}

/** Asks at once whether the service is there, and new enough. Never throws. */
export async function probe() {
  try {
    const { answer } = await call(HEALTH, { open: true, eager: true, isOurs: isHealth });
    if (!(Number(answer.api) >= NEEDED_API)) await failed('old', probe, OLD_MS);
  } catch {
    // noted already: it is in `rest`
  }
}

/**
 * Whoever listens at the address says who it is, before it is sent a text or the token.
 *
 * @param {string} service
 */
async function meet(service) {
  if (met === service) return;
  const response = await send(`${service}${HEALTH}`, {}, undefined);
  if (!response.ok) await refuse(response, undefined);
  if (!isHealth(await jsonOf(response))) await unanswered('stranger');
  met = service;
}

/** Is it Lexibulle that answers at the address? Another program, an intermediary and a portal all answer something. */
async function isThere() {
  const { service } = await settings();
  const response = await send(`${service}${HEALTH}`, {}, undefined).catch(() => undefined);
  return response !== undefined && isHealth(await jsonOf(response));
}

/** @param {any} answer */
function isHealth(answer) {
  return answer?.service === 'lexibulle';
}

/** While the service rests after a failure, nobody asks it again; nor a stranger, before it is Lexibulle that answers. */
async function waitNot() {
  const { until, code } = await rest();
  if (until > Date.now() || code === 'stranger') throw new Unanswered({ code, retryIn: until - Date.now() });
}

/**
 * @param {string} url
 * @param {Partial<Request>} request
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
      redirect: 'manual', // Lexibulle has none: who has is a stranger
      referrerPolicy: 'no-referrer',
      signal,
    });
  } catch {
    return unanswered(signal.aborted ? 'busy' : 'absent');
  }
}

/**
 * @param {'absent' | 'busy' | 'failed' | 'stranger'} code
 * @param {number} [after] milliseconds that the service asks for
 * @returns {Promise<never>}
 */
async function unanswered(code, after) {
  met = undefined;
  throw new Unanswered({ code, retryIn: await failed(code, probe, after) });
}

/**
 * @param {Response} response
 * @param {string | undefined} given
 * @returns {Promise<never>}
 */
async function refuse(response, given) {
  const { status } = response;
  if (status === 429 || status === 503) return unanswered('busy', retryAfter(response));
  if (status >= 500 && status !== 501) return unanswered('failed');
  if (!isProblem(response) && !(await isThere())) return unanswered('stranger');
  if (given && (status === 401 || status === 403)) return revoked(response, given);
  if (status === 404 || status === 405 || status === 501) throw new Unanswered({ code: 'old' });
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

/** @param {Response} response @returns {Promise<any>} undefined where it is none */
async function jsonOf(response) {
  return response.json().catch(() => undefined);
}

/** @param {Response} response a problem of RFC 9457 */
async function problemOf(response) {
  const { detail, errors } = (await jsonOf(response)) ?? {};
  return {
    detail: typeof detail === 'string' ? detail : undefined,
    pointers: Array.isArray(errors) ? errors.map((error) => String(error?.pointer)) : [],
  };
}
