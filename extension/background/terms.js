/** Terms by `glossary:id`. The card's script runs here as it does in pages: for what it adds to `lexibulleCard`. */
import '../card/terms.js';

export const { fold, keyOfTerm } = globalThis.lexibulleCard;

/**
 * @param {Record<string, Term> | Term[]} terms of an answer, keyed by id where that is unique there
 * @returns {Record<Lexibulle.TermKey, Term>}
 */
export function byKey(terms) {
  return Object.fromEntries(Object.values(terms).map((term) => [keyOfTerm(term.glossary, term.id), term]));
}
