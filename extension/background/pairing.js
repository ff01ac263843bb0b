/**
 * Pairing: the extension asks, the user accepts on the service's own page, the token comes back once.
 *
 * @typedef {{state: 'pending', id: string, code: string, expires: number, address: string, tab?: number}} Pending
 * `id` is a secret of this request
 */
import { api, browserName } from '../shared/browser.js';
import { Unanswered } from './failure.js';
import { call } from './service.js';
import { settings } from './settings.js';
import { inTurn, local, session } from './stored.js';
import { keepToken } from './token.js';

export const POLL = 'pairing'; // the alarm, for a worker that has died
const POLL_MS = 1_000;
const SHORTEST_ALARM_MINUTES = 0.5;

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
  const response = await call('/v1/pair', { method: 'POST', body, open: true, eager: true });
  /** @type {Lexibulle.PairAsked} */
  const { id, code, expires_in, approve_url } = await response.json();
  const { service } = await settings();
  if (!URL.canParse(approve_url, service) || new URL(approve_url, service).origin !== service) {
    throw new Unanswered({ code: 'failed', detail: 'approve_url' }); // the page of somebody else
  }
  const address = new URL(approve_url, service).href;
  /** @type {Pending} */
  const asked = { state: 'pending', id, code, expires: Date.now() + expires_in * 1000, address };
  await session.write('pairing', asked);
  await openPage();
  await api.alarms.create(POLL, { periodInMinutes: SHORTEST_ALARM_MINUTES });
  void watch();
}

/** Shows the tab in which the request is accepted, or opens it again. */
export async function openPage() {
  const kept = await read();
  if (kept?.state !== 'pending') return;
  const shown = kept.tab === undefined ? undefined : await api.tabs.update(kept.tab, { active: true }).catch(() => undefined);
  if (shown) return;
  const { id } = await api.tabs.create({ url: kept.address });
  await session.write('pairing', { ...kept, tab: id });
}

export async function cancelPairing() {
  await api.alarms.clear(POLL);
  await session.remove('pairing');
}

/** Looks again each second while the worker lives; the alarm wakes it if it does not. */
export async function watch() {
  while (await poll()) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

/** @returns {Promise<boolean>} is it still pending? */
export function poll() {
  return inTurn('poll', async () => {
    const kept = await read();
    if (kept?.state !== 'pending') return false;
    const answer = await statusOf(kept);
    if (answer.status === 'pending') return true;
    if (answer.status === 'approved' && answer.token) await accept(kept, answer.token);
    else await session.write('pairing', { state: answer.status === 'refused' ? 'refused' : 'expired' });
    await api.alarms.clear(POLL);
    return false;
  });
}

/**
 * @param {Pending} kept
 * @returns {Promise<Pick<Lexibulle.PairState, 'status' | 'token'>>}
 */
async function statusOf({ id, expires }) {
  try {
    const response = await call(`/v1/pair/${encodeURIComponent(id)}`, { open: true, eager: true });
    return await response.json();
  } catch (error) {
    const isGone = error instanceof Unanswered && error.failure.code === 'old'; // 404: the service knows it no more
    return { status: isGone || expires < Date.now() ? 'expired' : 'pending' };
  }
}

/**
 * @param {Pending} kept
 * @param {string} token
 */
async function accept({ tab }, token) {
  const { service } = await settings();
  await keepToken({ value: token, service });
  await local.remove('revoked');
  await session.remove('pairing');
  if (tab !== undefined) await api.tabs.remove(tab).catch(() => {}); // closed already
}

/** @returns {Promise<Pending | {state: 'refused' | 'expired'} | undefined>} */
function read() {
  return session.read('pairing', undefined);
}
