/** @import { Entry } from './answers.js' */

const { fold } = globalThis.lexibulleCard;

/** @typedef {{term: Entry, name: string, names: string, plain: string, rest: string}} Indexed a term with its folded texts */

/**
 * @param {Entry} term
 * @returns {Indexed}
 */
export function indexed(term) {
  const { expansion, aliases = [] } = term;
  const names = [term.name, expansion?.en ?? '', expansion?.fr ?? '', ...aliases].map(fold);
  return {
    term,
    name: fold(term.name),
    names: [...names, ...names.map((name) => name.replaceAll(' ', ''))].join(' | '),
    plain: fold(term.plain ?? ''),
    rest: fold([term.definition, term.detail, term.note, term.official?.term].join(' | ')),
  };
}

/**
 * The terms that hold all the words, best first: by name, other names, plain wording, definition.
 *
 * @param {Indexed[]} terms
 * @param {string} query
 * @returns {Entry[]}
 */
export function search(terms, query) {
  const words = fold(query).split(' ').filter(Boolean);
  const ranked = terms.map((one) => ({ term: one.term, rank: rankOf(one, fold(query), words) }));
  return ranked.filter(({ rank }) => rank < Infinity).sort((one, other) => one.rank - other.rank).map(({ term }) => term);
}

/**
 * @param {Indexed} one
 * @param {string} whole
 * @param {string[]} words
 */
function rankOf(one, whole, words) {
  const isIn = (/** @type {string} */ text) => words.every((word) => ` ${text}`.includes(` ${word}`));
  const places = [one.name === whole, one.name.startsWith(whole), isIn(one.name), isIn(one.names), isIn(one.plain),
    isIn(`${one.names} ${one.plain} ${one.rest}`)];
  const rank = places.indexOf(true);
  return rank < 0 ? Infinity : rank;
}
