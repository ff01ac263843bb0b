/** Why nothing came back, and what to do: one line of French or English for each failure. */
import { api } from './browser.js';

/** @type {Partial<Record<Lexibulle.Failure['code'], string>>} keys of `_locales` */
const LINES = { absent: 'pairNobody', busy: 'failedBusy', old: 'serviceOld', stranger: 'serviceStranger', unpaired: 'failedUnpaired', revoked: 'failedRevoked' };

/**
 * @param {Lexibulle.Failure} failure
 * @param {typeof LINES} [own] lines that say it better where they are shown
 */
export function lineOf({ code, detail }, own = {}) {
  if (code === 'refused' && detail) return detail; // the service said it in words
  return api.i18n.getMessage(own[code] ?? LINES[code] ?? 'failedElse');
}
