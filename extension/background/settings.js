/** The user's settings: defaults below, and the sites with what is known about words beside them. */
import { local } from './stored.js';

/** @type {Lexibulle.Settings} */
export const DEFAULTS = {
  version: 1,
  service: 'http://127.0.0.1:5005',
  loudness: 'underline',
  level: 1,
  uncertain: false,
  pausedUntil: 0,
};

/** @returns {Promise<Lexibulle.Settings>} */
export async function settings() {
  return { ...DEFAULTS, ...(await local.read('settings', {})) };
}

/** @param {Partial<Lexibulle.Settings>} changes */
export async function changeSettings(changes) {
  await local.update('settings', DEFAULTS, (kept) => ({ ...DEFAULTS, ...kept, ...changes, version: DEFAULTS.version }));
}
