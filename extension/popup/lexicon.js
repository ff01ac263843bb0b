/** Search, and the whole lexicon: from what is kept, so that both work while the service is away. */
import { ask } from '../shared/ask.js';
import { element } from '../shared/card.js';
import { byId } from '../shared/elements.js';
import { say } from '../shared/say.js';
import { search } from '../shared/searching.js';
import { wordItem } from '../shared/wordlist.js';
import { unknownWord } from './unknown.js';

const CATEGORIES = ['cibler', 'outiller', 'approcher', 'ecrire', 'qualifier', 'vendre', 'mesurer'];
const MOST_FOUND = 20;

export function showLexicon() {
  const input = byId('search', HTMLInputElement);
  const lexicon = byId('lexicon', HTMLButtonElement);
  input.addEventListener('input', () => void showFound(input.value));
  lexicon.addEventListener('click', () => {
    input.value = '';
    const opens = lexicon.getAttribute('aria-expanded') === 'false';
    void (opens ? showAll() : close());
  });
}

/** @param {string} typed */
async function showFound(typed) {
  if (!typed.trim()) return close();
  const found = search(typed, await terms());
  const content = found.length > 0 ? group(say('searchResults'), found.slice(0, MOST_FOUND)) : [await unknownWord(typed.trim())];
  if (byId('search', HTMLInputElement).value === typed) open(false, ...content); // what was typed since has its own answer
}

async function showAll() {
  const all = await terms();
  if (all.length === 0) return open(true, element('p', {}, say('noLexicon')));
  open(true, ...CATEGORIES.flatMap((category) => group(say(`category_${category}`), all.filter((term) => term.category === category))),
    ...group(say('category_other'), all.filter((term) => !CATEGORIES.includes(term.category ?? ''))));
}

function terms() {
  return ask('lexicon', {}).catch(() => /** @type {Term[]} */ ([]));
}

/**
 * @param {string} title
 * @param {Term[]} those
 */
function group(title, those) {
  return those.length > 0 ? [element('h2', {}, title), list(those)] : [];
}

/** @param {Term[]} those */
function list(those) {
  return element('ul', { class: 'words' }, ...those.map((term) => wordItem(term)));
}

/**
 * @param {boolean} isLexicon
 * @param {...HTMLElement} content
 */
function open(isLexicon, ...content) {
  const place = byId('found', HTMLElement);
  place.replaceChildren(...content);
  place.hidden = false;
  byId('page', HTMLDivElement).hidden = true;
  byId('lexicon', HTMLButtonElement).setAttribute('aria-expanded', String(isLexicon));
}

function close() {
  byId('found', HTMLElement).hidden = true;
  byId('page', HTMLDivElement).hidden = false;
  byId('lexicon', HTMLButtonElement).setAttribute('aria-expanded', 'false');
}
