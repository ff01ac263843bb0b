/** @import { Entry } from './answers.js' */

const { element } = globalThis.lexibulleCard;

/**
 * The list of the lexicon: under each heading its terms, each a link to its own address.
 *
 * @param {HTMLElement} list
 * @param {[string, Entry[]][]} groups a heading may be empty
 * @param {(term: Entry) => string} keyOf what stands for a term in the address
 * @param {string} opened the key of the entry that is shown
 */
export function showEntries(list, groups, keyOf, opened) {
  const row = (/** @type {Entry} */ term) => entryRow(term, keyOf(term), opened);
  list.replaceChildren(...groups.flatMap(([name, terms]) => [
    ...(name ? [element('h2', {}, name)] : []),
    element('ul', {}, ...terms.map(row)),
  ]));
}

/**
 * @param {Entry} term
 * @param {string} key
 * @param {string} opened
 */
function entryRow(term, key, opened) {
  const link = { href: `/lexique/${encodeURIComponent(key)}`, 'data-go': true, 'aria-current': key === opened && 'page' };
  return element('li', {}, element(
    'a',
    link,
    element('span', { class: 'name', lang: term.lang }, term.name),
    element('span', { class: 'plain' }, term.plain ?? term.definition),
  ));
}
