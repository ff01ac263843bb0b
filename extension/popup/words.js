/** The words of this page, as headings and buttons: the way to them for who cannot see an underline. */
import { ask } from '../shared/ask.js';
import { button, byId } from '../shared/elements.js';
import { say, sayCount } from '../shared/say.js';
import { wordItem } from '../shared/wordlist.js';

const { element } = lexibulleCard;
let before = '';

/**
 * @param {Lexibulle.TabState} state
 * @param {number} tab
 */
export async function showWords({ site, pausedUntil, found, asleep }, tab) {
  const isRunning = site.state === 'on' && pausedUntil < Date.now();
  const now = JSON.stringify(isRunning ? [found, asleep] : []);
  if (now === before) return;
  before = now;
  const terms = isRunning && found.length + asleep.length > 0 ? await ask('lexicon', {}).catch(() => []) : [];
  byId('words', HTMLUListElement).replaceChildren(...(isRunning ? found.map((word) => wordItem(termOf(word, terms), actions)) : []));
  showSleeping(isRunning ? asleep : []);

  /** @param {Term} term */
  function actions({ glossary, id }) {
    const key = `${glossary}:${id}`;
    return [
      button(say('showInPage'), () => ask('go-to', { tab, key }), { class: 'quiet' }),
      button(say('iKnow'), () => ask('know', { key }), { class: 'quiet' }),
    ];
  }
}

/** @param {Lexibulle.FoundWord[]} asleep */
function showSleeping(asleep) {
  const place = byId('sleeping', HTMLElement);
  place.hidden = asleep.length === 0;
  place.replaceChildren(
    element('h2', {}, sayCount('sleeping', asleep.length)),
    element('p', { class: 'small' }, say('sleepingWhy')),
    element('ul', { class: 'row' }, ...asleep.map((word) => element('li', {}, wakeButton(word)))),
  );
}

/** @param {Lexibulle.FoundWord} word */
function wakeButton({ key, name, lang }) {
  return button(name, () => ask('wake', { key }), { class: 'chip', lang, 'aria-label': say('wake', name) });
}

/**
 * @param {Lexibulle.FoundWord} word
 * @param {Term[]} terms
 * @returns {Term} as little as its name where the lexicon is not at hand
 */
function termOf({ key, name, lang, plain }, terms) {
  const [glossary = '', id = ''] = key.split(':');
  return terms.find((term) => term.id === id && term.glossary === glossary) ?? { id, glossary, name, lang, plain, definition: '' };
}
