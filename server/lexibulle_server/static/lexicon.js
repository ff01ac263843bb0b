/** @import { Entry } from './answers.js' */
/** @import { Indexed } from './search.js' */
/** @import { View } from './places.js' */
import { byCategory, categoryOf, LEVELS } from './categories.js';
import { byId, counted } from './dom.js';
import { showEntry } from './entry.js';
import { indexed, search } from './search.js';
import { allTerms } from './service.js';
import { Status } from './status.js';

const { element } = globalThis.lexibulleCard;

const root = byId('lexicon', HTMLElement);
const query = byId('search', HTMLInputElement);
const category = byId('category', HTMLSelectElement);
const level = byId('level', HTMLSelectElement);
const list = byId('entries', HTMLElement);
const place = byId('entry', HTMLElement);
const status = new Status(byId('lexicon-status', HTMLElement), () => enter(opened));

/** @type {Indexed[]} */
let terms = [];
/** @type {Map<string, Entry>} by what stands in the address */
let byKey = new Map();
let opened = '';

/** @type {View} */
export const lexicon = {
  id: 'lexique',
  get title() {
    const name = byKey.get(opened)?.name;
    return name ? `${name} · Lexique` : 'Lexique';
  },
  enter,
};

for (const field of [query, category, level]) field.addEventListener('input', draw);
query.form?.addEventListener('submit', (event) => event.preventDefault());

/**
 * Opens the lexicon, and the entry whose key the address holds.
 *
 * @param {string} key
 * @returns {Promise<HTMLElement | undefined>} the entry, to take the focus
 */
async function enter(key) {
  opened = key;
  try {
    if (terms.length === 0) accept(await allTerms());
  } catch (error) {
    status.tell(error);
    return undefined;
  }
  draw();
  return showEntry(place, byKey.get(key), key, (id) => byKey.get(id));
}

/** @param {Entry[]} all */
function accept(all) {
  terms = all.map(indexed);
  byKey = new Map(all.map((term) => [keyOf(term, all), term]));
  byId('lexique-intro', HTMLElement).textContent = `${counted(all.length, 'mot', 'mots')}, du premier jour au premier mois.`;
  fill(category, byCategory(all).map(([name]) => [name, name]));
  fill(level, Object.entries(LEVELS).filter(([number]) => all.some((term) => term.level === Number(number))));
}

/**
 * @param {Entry} term
 * @param {Entry[]} all
 * @returns {string} its id, unless two glossaries share it
 */
function keyOf(term, all) {
  return all.filter(({ id }) => id === term.id).length > 1 ? `${term.glossary}:${term.id}` : term.id;
}

/**
 * @param {HTMLSelectElement} field
 * @param {[string, string][]} choices
 */
function fill(field, choices) {
  field.append(...choices.map(([value, name]) => element('option', { value }, name)));
}

/** The list as search, category and level leave it: by category, or best first when words are searched. */
function draw() {
  root.classList.toggle('opened', byKey.has(opened) || opened !== '');
  const wanted = terms.filter(({ term }) => (!category.value || categoryOf(term) === category.value)
    && (!level.value || term.level === Number(level.value)));
  const searched = query.value.trim() !== '';
  const found = searched ? search(wanted, query.value) : wanted.map(({ term }) => term);
  const groups = searched ? [/** @type {[string, Entry[]]} */ (['', found])] : byCategory(found);
  list.replaceChildren(...groups.flatMap(([name, some]) => group(name, some)));
  status.say(found.length > 0 ? '' : nothingFound());
  if (searched && found.length > 0) status.say(counted(found.length, 'mot trouvé', 'mots trouvés'));
}

function nothingFound() {
  return query.value.trim() ? `“${query.value.trim()}” n’est pas encore dans le lexique.` : 'Aucun mot à ce niveau dans cette catégorie.';
}

/**
 * @param {string} name
 * @param {Entry[]} some
 */
function group(name, some) {
  return [...(name ? [element('h2', {}, name)] : []), element('ul', {}, ...some.map(row))];
}

/** @param {Entry} term */
function row(term) {
  const key = [...byKey].find(([, other]) => other === term)?.[0] ?? term.id;
  return element('li', {}, element(
    'a',
    { href: `/lexique/${encodeURIComponent(key)}`, 'data-go': true, 'aria-current': key === opened ? 'page' : undefined },
    element('span', { class: 'name', lang: term.lang }, term.name),
    element('span', { class: 'plain' }, term.plain ?? term.definition),
  ));
}
