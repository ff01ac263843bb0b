/**
 * How long the service is left alone after a failure: a second, then twice as long each time, a minute at most.
 * Then it is asked whether it is there: by a timer while the worker lives, else by an alarm.
 *
 * @typedef {object} Rest
 * @property {number} until
 * @property {'absent' | 'busy' | 'failed' | 'old' | 'stranger'} code
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
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {() => void} listener is called when the service went away, or may be asked again */
export function onChange(listener) {
  listeners.add(listener);
}

/** @returns {Promise<Rest>} */
export function rest() {
  return session.read('rest', NONE);
}

/**
 * @param {Rest['code']} code
 * @param {() => void} again what tries again
 * @param {number} [asked] milliseconds that the service asks for; it gets a minute at most
 * @returns {Promise<number>} milliseconds to wait
 */
export async function failed(code, again, asked) {
  let isFirst = false;
  const { until } = await session.update('rest', NONE, (before) => {
    if (before.until > Date.now()) return { ...before, code }; // many that were under way fail together: that is once
    isFirst = before.failures === 0;
    const wait = Math.min(MOST_MS, asked ?? FIRST_MS * 2 ** before.failures);
    return { until: Date.now() + wait, code, failures: before.failures + 1 };
  });
  const wait = until - Date.now();
  clearTimeout(timer);
  timer = setTimeout(again, wait);
  await api.alarms.create(RETRY, { when: Math.max(until, Date.now() + SHORTEST_ALARM_MS) });
  if (isFirst) tell();
  return wait;
}

/** @param {boolean} isProbe was it only asked whether it is there? That proves nothing where it answered with errors. */
export async function succeeded(isProbe) {
  const { failures, code } = await rest();
  if (failures === 0) return;
  const stays = isProbe && (code === 'failed' || code === 'busy');
  await session.write('rest', stays ? { until: 0, code, failures } : NONE);
  clearTimeout(timer);
  await api.alarms.clear(RETRY);
  tell();
}

function tell() {
  for (const listener of listeners) listener();
}
