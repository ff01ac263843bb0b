/**
 * Pairing: the extension asks, the user accepts on the service's own page, the token comes back once.
 *
 * @typedef {{state: 'pending', service: string, id: string, code: string, expires: number, address: string, tab?: number | undefined}} Pending
 * `id` is a secret of this request, `service` who was asked
 * @typedef {Pending | {state: 'refused' | 'expired'} | undefined} Kept
 */
import { api, browserName } from '../shared/browser.js';
import { Unanswered } from './failure.js';
import { call } from './service.js';
import { settings } from './settings.js';
import { local, session } from './stored.js';
import { keepToken } from './token.js';

export const POLL = 'pairing'; // the alarm, for a worker that has died
const POLL_MS = 1_000;
const SHORTEST_ALARM_MINUTES = 0.5;

/** @type {Promise<void> | undefined} */
let watching;

/** @returns {Promise<Lexibulle.Pairing | undefined>} without its secret */
export async function pairing() {
  const kept = await read();
  if (!kept || kept.state !== 'pending') return kept;
  return { state: 'pending', code: kept.code, expires: kept.expires, address: kept.address };
}

/** Asks the service for a pairing and opens the page where it is accepted. Throws `Unanswered`. */
export async function pair() {
  /** @type {Lexibulle.PairRequest} */
  const body = { name: browserName() };
  const { service } = await settings();
  const { answer } = await call('/v1/pair', { method: 'POST', body, open: true, eager: true, isOurs: isAsked });
  /** @type {Lexibulle.PairAsked} */
  const { id, code, expires_in, approve_url } = answer;
  if (!URL.canParse(approve_url, service) || new URL(approve_url, service).origin !== service) {
    throw new Unanswered({ code: 'failed', detail: 'approve_url' }); // the page of somebody else
  }
  const address = new URL(approve_url, service).href;
  /** @type {Pending} */
  const asked = { state: 'pending', service, id, code, expires: Date.now() + expires_in * 1000, address };
  await session.write('pairing', asked);
  await openPage();
  await api.alarms.create(POLL, { periodInMinutes: SHORTEST_ALARM_MINUTES });
  void watch();
}

/** @param {Lexibulle.PairAsked | undefined} answer */
function isAsked(answer) {
  const isText = [answer?.id, answer?.code, answer?.approve_url].every((field) => typeof field === 'string');
  return isText && Number.isFinite(answer?.expires_in);
}

/** Shows the tab in which the request is accepted, or opens it again. */
export async function openPage() {
  const kept = await read();
  if (kept?.state !== 'pending') return;
  const shown = kept.tab === undefined ? undefined : await api.tabs.update(kept.tab, { active: true }).catch(() => undefined);
  if (shown) return;
  const { id } = await api.tabs.create({ url: kept.address });
  await session.update('pairing', /** @type {Kept} */ (undefined), (now) => (isSame(now, kept) ? { ...kept, tab: id } : now));
}

export async function cancelPairing() {
  await api.alarms.clear(POLL);
  await session.remove('pairing');
}

/** Looks again each second while the worker lives; the alarm wakes it if it does not. One of them looks at a time. */
export function watch() {
  watching ??= untilDecided().finally(() => (watching = undefined));
  return watching;
}

async function untilDecided() {
  while (await poll()) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

/** @returns {Promise<boolean>} is it still pending? */
async function poll() {
  const kept = await read();
  if (kept?.state !== 'pending') return false;
  const answer = await statusOf(kept);
  if (!isSame(await read(), kept) || answer.status === 'pending') return true; // cancelled or asked anew: the next look says it
  if (answer.status === 'approved' && answer.token) await accept(kept, answer.token);
  else await session.write('pairing', { state: answer.status === 'refused' ? 'refused' : 'expired' });
  await api.alarms.clear(POLL);
  return false;
}

/**
 * @param {Pending} kept
 * @returns {Promise<Pick<Lexibulle.PairState, 'status' | 'token'>>}
 */
async function statusOf({ id, expires }) {
  try {
    const isOurs = (/** @type {any} */ answer) => typeof answer?.status === 'string';
    return (await call(`/v1/pair/${encodeURIComponent(id)}`, { open: true, eager: true, isOurs })).answer;
  } catch (error) {
    const isGone = error instanceof Unanswered && error.failure.code === 'old'; // 404: the service knows it no more
    return { status: isGone || expires < Date.now() ? 'expired' : 'pending' };
  }
}

/**
 * @param {Pending} kept
 * @param {string} token
 */
async function accept({ tab, service }, token) {
  await keepToken({ value: token, service });
  await local.remove('revoked');
  await session.remove('pairing');
  if (tab !== undefined) await api.tabs.remove(tab).catch(() => {}); // closed already
}

/** @returns {Promise<Kept>} what was asked of the present service */
async function read() {
  const kept = await session.read('pairing', /** @type {Kept} */ (undefined));
  return kept?.state === 'pending' && kept.service !== (await settings()).service ? undefined : kept;
}

/**
 * @param {Kept} one
 * @param {Pending} other
 */
function isSame(one, other) {
  return one?.state === 'pending' && one.id === other.id;
}
