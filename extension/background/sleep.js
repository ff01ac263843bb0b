/**
 * Words that are shown often and never opened go to sleep: fewer underlines each day.
 *
 * @typedef {object} Shown only a count and days are kept
 * @property {number} pages
 * @property {number} days
 * @property {string} last day, in the user's own time
 * @typedef {object} Sleep
 * @property {Record<Lexibulle.TermKey, Shown>} shown
 * @property {Lexibulle.TermKey[]} awake opened once, or woken: these never go to sleep
 */
import { local } from './stored.js';

const PAGES = 20;
const DAYS = 5;

/** @type {Sleep} */
const NONE = { shown: {}, awake: [] };

/** @param {Lexibulle.TermKey[]} keys of terms painted on one page */
export async function noteShown(keys) {
  const day = new Date().toLocaleDateString('sv'); // 2026-11-27
  await local.update('sleep', NONE, ({ shown, awake }) => {
    const counted = keys.filter((key) => !awake.includes(key)).map((key) => [key, shownOn(day, shown[key])]);
    return { shown: { ...shown, ...Object.fromEntries(counted) }, awake };
  });
}

/** @param {Lexibulle.TermKey} key of a word that was opened or woken */
export async function keepAwake(key) {
  await local.update('sleep', NONE, ({ shown: { [key]: _, ...shown }, awake }) => ({
    shown,
    awake: awake.includes(key) ? awake : [...awake, key],
  }));
}

/** @returns {Promise<Lexibulle.TermKey[]>} */
export async function asleep() {
  return asleepIn(await local.read('sleep', NONE));
}

/**
 * Pages are counted all the time; only a word that falls asleep or wakes is news.
 *
 * @param {chrome.storage.StorageChange | undefined} change of what is kept
 */
export function wokeOrFellAsleep(change) {
  const [before, now] = [change?.oldValue, change?.newValue].map((kept) => asleepIn(/** @type {Sleep | undefined} */ (kept)));
  return String(before) !== String(now);
}

/** @param {Sleep} [kept] */
function asleepIn({ shown } = NONE) {
  return Object.keys(shown).filter((key) => isAsleep(/** @type {Shown} */ (shown[key])));
}

/** @param {Shown} shown */
function isAsleep({ pages, days }) {
  return pages >= PAGES && days >= DAYS;
}

/**
 * @param {string} day
 * @param {Shown} [before]
 * @returns {Shown}
 */
function shownOn(day, before = { pages: 0, days: 0, last: '' }) {
  return { pages: before.pages + 1, days: before.days + Number(before.last !== day), last: day };
}
