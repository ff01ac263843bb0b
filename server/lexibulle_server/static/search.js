/** @import { Entry } from './answers.js' */

const { fold } = globalThis.lexibulleCard;

/** @typedef {{term: Entry, names: string[], plain: string, rest: string}} Indexed a term with its folded texts */

const AROUND = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;

/**
 * @param {Entry} term
 * @returns {Indexed}
 */
export function indexed(term) {
  const { expansion, aliases = [] } = term;
  const names = [term.name, expansion?.en ?? '', expansion?.fr ?? '', ...aliases].map(fold);
  return {
    term,
    names: [...names, ...names.map((name) => name.replaceAll(' ', ''))],
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
  const whole = fold(query).replace(AROUND, '');
  const ranked = terms.map((one) => ({ term: one.term, rank: rankOf(one, whole) }));
  return ranked.filter(({ rank }) => rank < Infinity).sort((one, other) => one.rank - other.rank).map(({ term }) => term);
}

/**
 * The term of this id or name, in whatever case and with whatever signs.
 *
 * @param {Indexed[]} terms
 * @param {string} text
 * @returns {Entry | undefined}
 */
export function named(terms, text) {
  const wanted = fold(text);
  const isId = (/** @type {Indexed} */ { term }) => fold(term.id) === wanted;
  return (terms.find(isId) ?? terms.find(({ names }) => wanted && names.includes(wanted)))?.term;
}

/**
 * @param {Indexed} one
 * @param {string} whole
 */
function rankOf({ names, plain, rest }, whole) {
  if (!whole) return Infinity;
  const [name = ''] = names;
  const single = whole.replace(/[sx]$/, ''); // « leads »: names are in the singular
  const words = whole.split(' ');
  const isIn = (/** @type {string} */ text) => words.every((word) => ` ${text}`.includes(` ${word}`));
  const places = [name === whole || name === single, name.startsWith(whole), isIn(name),
    isIn(names.join(' | ')) || names.includes(single), isIn(plain), isIn([...names, plain, rest].join(' | '))];
  const rank = places.indexOf(true);
  return rank < 0 ? Infinity : rank;
}
