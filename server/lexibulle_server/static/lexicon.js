/** @import { Entry } from './answers.js' */
/** @import { Indexed } from './search.js' */
/** @import { View } from './places.js' */
import { byCategory, categoryOf, LEVELS } from './categories.js';
import { byId, counted } from './dom.js';
import { showEntries } from './entries.js';
import { showEntry } from './entry.js';
import { indexed, named, search } from './search.js';
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
let listScroll = 0; // where the list was left, on a screen that shows the list or the entry

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
  const term = termOf(key);
  const near = key && !term ? await nearTo(key) : [];
  if (opened !== key) return undefined;
  if (term) opened = keyOf(term);
  const scrolled = scrollY;
  const wasListed = list.checkVisibility();
  draw();
  const isListed = list.checkVisibility();
  const shown = showEntry(place, term, key, near, termOf);
  if (wasListed && !isListed) listScroll = scrolled;
  if (!wasListed && isListed) scrollTo(0, listScroll);
  else if (shown && place.getBoundingClientRect().top < 0) place.scrollIntoView();
  return shown;
}

/**
 * The term that an address or another term names.
 *
 * @param {string} key
 */
function termOf(key) {
  return byKey.get(key) ?? named(terms, key);
}

/** @param {Entry[]} all */
function accept(all) {
  const isShared = (/** @type {Entry} */ term) => all.some((other) => other !== term && other.id === term.id);
  terms = all.map(indexed);
  byKey = new Map(all.map((term) => [isShared(term) ? keyOfTerm(term.glossary, term.id) : term.id, term]));
  keys = new Map([...byKey].map(([key, term]) => [term, key]));
  byId('lexique-intro', HTMLElement).textContent = introduction(all);
  fill(category, byCategory(all).map(([name]) => [name, name]));
  fill(level, Object.entries(LEVELS).filter(([number]) => all.some((term) => term.level === Number(number))));
}

/** @param {Entry[]} all those of a glossary of one’s own may have no level */
function introduction(all) {
  const leveled = all.filter((term) => term.level);
  const some = leveled.length < all.length ? ` dont ${leveled.length}` : '';
  return `${counted(all.length, 'mot', 'mots')},${some} du premier jour au premier mois.`;
}

/** @param {Entry} term */
function keyOf(term) {
  return keys.get(term) ?? term.id;
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
  if (words && found.length === 0) return void drawOthers(words);
  show(words ? [['', found]] : byCategory(found));
  const none = found.length === 0 ? 'Aucun mot à ce niveau dans cette catégorie.' : '';
  status.say(words ? counted(found.length, 'mot trouvé', 'mots trouvés') : none);
}

/**
 * Words that the list does not hold: the filters hide them, they are written otherwise, or no entry has them.
 *
 * @param {string} words
 */
async function drawOthers(words) {
  const hidden = search(terms, words);
  show(byCategory(hidden));
  if (hidden.length > 0) return status.say(`${hidden.length > 1 ? 'Ces mots sont' : 'Ce mot est'} ${elsewhere()}.`);
  const near = await nearTo(words);
  if (query.value.trim() !== words) return;
  show([['', near]]);
  status.say(near.length > 0 ? 'Vouliez-vous dire…' : `«\u00a0${words}\u00a0» n’est pas encore dans le lexique.`);
}

function elsewhere() {
  const places = [category.value && 'dans une autre catégorie', level.value && 'à un autre niveau'];
  return places.filter(Boolean).join(' ou ');
}

/** @param {[string, Entry[]][]} groups */
function show(groups) {
  showEntries(list, groups, keyOf, opened);
}

/**
 * What the service finds near words that no entry holds: a typing slip, another form.
 *
 * @param {string} words
 * @returns {Promise<Entry[]>}
 */
async function nearTo(words) {
  const found = await nearest(words).catch(() => []);
  return found.flatMap(({ term, glossary }) => byKey.get(term) ?? byKey.get(keyOfTerm(glossary, term)) ?? []);
}
