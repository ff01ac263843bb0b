/** Words that are in no glossary, noted for the team on the user's click, and as a file to be filled in and loaded. */
import { local } from './stored.js';

const MOST = 1000;

/** @returns {Promise<string[]>} in the order they were noted */
export function noted() {
  return local.read('noted', []);
}

/** @param {string} word */
export async function isNoted(word) {
  return (await noted()).some((other) => isSame(other, word));
}

/** @param {string} word */
export async function note(word) {
  await local.update('noted', /** @type {string[]} */ ([]), (kept) =>
    kept.some((other) => isSame(other, word)) ? kept : [...kept, word].slice(-MOST),
  );
}

/** @param {string} word */
export async function unnote(word) {
  await local.update('noted', /** @type {string[]} */ ([]), (kept) => kept.filter((other) => !isSame(other, word)));
}

/**
 * @param {string} one
 * @param {string} other
 */
function isSame(one, other) {
  return one.toLocaleLowerCase('fr') === other.toLocaleLowerCase('fr');
}
