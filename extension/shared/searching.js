/** Search in the lexicon: the name first, then other forms, then what is said of the word. */
import { fold } from './card.js';

/**
 * @param {string} typed
 * @param {Term[]} terms
 * @returns {Term[]} best first, in the order of the lexicon among equals
 */
export function search(typed, terms) {
  const wanted = fold(typed);
  if (!wanted) return [];
  const ranked = terms.map((term) => ({ term, rank: rankOf(wanted, term) })).filter(({ rank }) => rank < Infinity);
  return ranked.sort((one, other) => one.rank - other.rank).map(({ term }) => term);
}

/**
 * @param {string} wanted folded
 * @param {Term} term
 */
function rankOf(wanted, { name, aliases = [], expansion = {}, plain = '', definition }) {
  const folded = fold(name);
  if (folded === wanted) return 0;
  if (folded.startsWith(wanted)) return 1;
  const others = [...aliases, expansion.en ?? '', expansion.fr ?? ''].map(fold);
  if (others.some((form) => form.startsWith(wanted))) return 2;
  if (folded.includes(wanted) || others.some((form) => form.includes(wanted))) return 3;
  return fold(`${plain} ${definition}`).includes(wanted) ? 4 : Infinity;
}
