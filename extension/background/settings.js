/** The user's settings: defaults below, and the sites with what is known about words beside them. */
import { isServiceAddress } from '../shared/address.js';
import { local, session } from './stored.js';

/** @type {Lexibulle.Settings} */
const DEFAULTS = {
  version: 1,
  service: 'http://127.0.0.1:5005',
  loudness: 'underline',
  level: 1,
  uncertain: false,
  pausedUntil: 0,
};

/** @type {Record<string, (value: unknown) => boolean>} */
const ALLOWED = {
  service: isServiceAddress,
  loudness: (value) => value === 'underline' || value === 'discreet',
  level: (value) => value === 1 || value === 2 || value === 3,
  uncertain: (value) => typeof value === 'boolean',
  pausedUntil: (value) => Number.isFinite(value),
};

/** @returns {Promise<Lexibulle.Settings>} */
export async function settings() {
  return { ...DEFAULTS, ...(await local.read('settings', {})) };
}

/**
 * Another service is another story: what was asked of the old one is dropped.
 *
 * @param {Partial<Lexibulle.Settings>} changes
 */
export async function changeSettings(changes) {
  if (changes.service !== undefined && changes.service !== (await settings()).service) {
    await session.remove(['rest', 'pairing', 'edition']);
    await local.remove('revoked');
  }
  await local.update('settings', DEFAULTS, (kept) => ({ ...DEFAULTS, ...kept, ...changes, version: DEFAULTS.version }));
}

/**
 * Are these changes that make sense?
 *
 * @param {unknown} value
 */
export function isSettings(value) {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).every(([key, given]) => Object.hasOwn(ALLOWED, key) && ALLOWED[key]?.(given));
}
