/**
 * How long the service is left alone after a failure: a second, then twice as long each time, a minute at most.
 *
 * @typedef {object} Rest
 * @property {number} until
 * @property {'absent' | 'busy' | 'failed'} code
 * @property {number} failures in a row
 */
import { api } from '../shared/browser.js';
import { session } from './stored.js';

export const RETRY = 'retry'; // the alarm
const FIRST_MS = 1_000;
const MOST_MS = 60_000;
const SHORTEST_ALARM_MS = 30_000; // what browsers allow

/** @type {Rest} */
const NONE = { until: 0, code: 'absent', failures: 0 };
/** @type {Set<() => void>} */
const listeners = new Set();

/** @param {() => void} listener is called when the service went away or came back */
export function onChange(listener) {
  listeners.add(listener);
}

/** @returns {Promise<Rest>} */
export function restedUntil() {
  return session.read('rest', NONE);
}

/**
 * @param {Rest['code']} code
 * @param {number} [asked] milliseconds that the service asks for
 * @returns {Promise<number>} milliseconds to wait
 */
export async function failed(code, asked) {
  const rest = await session.update('rest', NONE, ({ failures }) => {
    const wait = asked ?? Math.min(MOST_MS, FIRST_MS * 2 ** failures);
    return { until: Date.now() + wait, code, failures: failures + 1 };
  });
  await api.alarms.create(RETRY, { when: Math.max(rest.until, Date.now() + SHORTEST_ALARM_MS) });
  if (rest.failures === 1) tell();
  return rest.until - Date.now();
}

export async function succeeded() {
  if ((await restedUntil()).failures === 0) return;
  await session.write('rest', NONE);
  await api.alarms.clear(RETRY);
  tell();
}

function tell() {
  for (const listener of listeners) listener();
}
