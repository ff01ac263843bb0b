/**
 * What the user said of words: known, hidden on a site, not meant in a place. Ids and hashes only, never a text.
 *
 * @typedef {object} Words
 * @property {Lexibulle.TermKey[]} known
 * @property {Record<string, Lexibulle.TermKey[]>} hidden by site
 * @property {Record<string, string[]>} dismissed by site
 */
import { local } from './stored.js';

const MOST_AT_SITE = 500; // of each kind; the oldest go

/** @type {Words} */
const NONE = { known: [], hidden: {}, dismissed: {} };

/** @returns {Promise<Words>} */
export function words() {
  return local.read('words', NONE);
}

/** Mixed into the hashes of places, random for this installation: what is kept of one says nothing elsewhere. */
export async function salt() {
  return (await local.read('salt', '')) || local.update('salt', '', (kept) => kept || crypto.randomUUID());
}

/**
 * @param {Lexibulle.TermKey} key
 * @param {boolean} isKnown
 */
export async function setKnown(key, isKnown) {
  await local.update('words', NONE, (kept) => ({ ...kept, known: withOrWithout(kept.known, key, isKnown) }));
}

/**
 * @param {string} site
 * @param {Lexibulle.TermKey} key
 * @param {boolean} isHidden
 */
export async function setHidden(site, key, isHidden) {
  await local.update('words', NONE, (kept) => ({ ...kept, hidden: atSite(kept.hidden, site, key, isHidden) }));
}

/**
 * @param {string} site
 * @param {string} place
 * @param {boolean} isDismissed
 */
export async function setDismissed(site, place, isDismissed) {
  await local.update('words', NONE, (kept) => ({ ...kept, dismissed: atSite(kept.dismissed, site, place, isDismissed) }));
}

/** On every site: which places they were, nobody can tell any more. */
export async function forgetDismissed() {
  await local.update('words', NONE, (kept) => ({ ...kept, dismissed: {} }));
}

/**
 * @param {Record<string, string[]>} bySite
 * @param {string} site
 * @param {string} item
 * @param {boolean} present
 */
function atSite(bySite, site, item, present) {
  const { [site]: list = [], ...others } = bySite;
  const changed = withOrWithout(list, item, present).slice(-MOST_AT_SITE);
  return changed.length > 0 ? { ...others, [site]: changed } : others;
}

/**
 * @param {string[]} list
 * @param {string} item
 * @param {boolean} present
 */
function withOrWithout(list, item, present) {
  const rest = list.filter((other) => other !== item);
  return present ? [...rest, item] : rest;
}
