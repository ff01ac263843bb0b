/** @import { Entry } from './answers.js' */
/** @import { Indexed } from './search.js' */
/** @import { View } from './places.js' */
import { byCategory, categoryOf, LEVELS } from './categories.js';
import { byId, counted } from './dom.js';
import { showEntries } from './entries.js';
import { showEntry } from './entry.js';
import { indexed, search } from './search.js';
import { allTerms, nearest } from './service.js';
import { Status } from './status.js';

const { element, keyOfTerm } = globalThis.lexibulleCard;

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
/** @type {Map<Entry, string>} the way back */
let keys = new Map();
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
  keys = new Map([...byKey].map(([key, term]) => [term, key]));
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
  return all.filter(({ id }) => id === term.id).length > 1 ? keyOfTerm(term.glossary, term.id) : term.id;
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
  const words = query.value.trim();
  const wanted = terms.filter(({ term }) => (!category.value || categoryOf(term) === category.value)
    && (!level.value || term.level === Number(level.value)));
  const found = words ? search(wanted, words) : wanted.map(({ term }) => term);
  root.classList.toggle('opened', opened !== '');
  showEntries(list, words ? [['', found]] : byCategory(found), keys, opened);
  status.say(saidOf(found.length, words));
  if (words && found.length === 0) void suggest(words);
}

/**
 * @param {number} count
 * @param {string} words searched
 */
function saidOf(count, words) {
  if (count > 0) return words ? counted(count, 'mot trouvé', 'mots trouvés') : '';
  return words ? `“${words}” n’est pas encore dans le lexique.` : 'Aucun mot à ce niveau dans cette catégorie.';
}

/**
 * What the service finds near words that no entry holds: a typing slip, another form.
 *
 * @param {string} words
 */
async function suggest(words) {
  const found = await nearest(words).catch(() => []);
  const near = found.flatMap(({ term, glossary }) => byKey.get(term) ?? byKey.get(keyOfTerm(glossary, term)) ?? []);
  if (near.length > 0 && query.value.trim() === words) showEntries(list, [['Vouliez-vous dire…', near]], keys, opened);
}
