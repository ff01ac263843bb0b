/** Terms by `glossary:id`, the one name that is unique. */

/**
 * @param {string} glossary
 * @param {string} id
 * @returns {Lexibulle.TermKey}
 */
export function keyOfTerm(glossary, id) {
  return `${glossary}:${id}`;
}

/**
 * @param {Record<string, Term>} terms of an answer, keyed by id where that is unique there
 * @returns {Record<Lexibulle.TermKey, Term>}
 */
export function byKey(terms) {
  return Object.fromEntries(Object.values(terms).map((term) => [keyOfTerm(term.glossary, term.id), term]));
}
