/** The words of this page, as headings and buttons: the way to them for who cannot see an underline. */
import { ask } from '../shared/ask.js';
import { element, keyOfTerm } from '../shared/card.js';
import { button, byId } from '../shared/elements.js';
import { refill } from '../shared/refill.js';
import { say, sayCount } from '../shared/say.js';
import { wordItem } from '../shared/wordlist.js';

/** @typedef {Omit<Lexibulle.FoundWord, 'count'>} Word */

/**
 * @param {Lexibulle.TabState} state
 * @param {number} tab
 */
export async function showWords({ site, pausedUntil, found, asleep }, tab) {
  const isRunning = site.state === 'on' && pausedUntil < Date.now();
  const words = isRunning ? withoutCounts(found) : [];
  await refill(byId('words', HTMLUListElement), words, async () => {
    const terms = words.length > 0 ? await ask('lexicon', {}).catch(() => []) : [];
    return words.map((word) => wordItem(termOf(word, terms), actions));
  });
  const sleeping = isRunning ? withoutCounts(asleep) : [];
  const place = byId('sleeping', HTMLElement);
  place.hidden = sleeping.length === 0;
  await refill(place, sleeping, () => sleepingOf(sleeping));

  /** @param {Term} term */
  function actions({ glossary, id }) {
    const key = keyOfTerm(glossary, id);
    return [
      button(say('showInPage'), () => ask('go-to', { tab, key }), { class: 'quiet' }),
      button(say('iKnow'), () => ask('know', { key }), { class: 'quiet' }),
    ];
  }
}

/**
 * How often a word stands in the page is not shown: it changes while the page is read.
 *
 * @param {Lexibulle.FoundWord[]} words
 * @returns {Word[]}
 */
function withoutCounts(words) {
  return words.map(({ count: _, ...word }) => word);
}

/** @param {Word[]} asleep */
function sleepingOf(asleep) {
  return [
    element('h2', {}, sayCount('sleeping', asleep.length)),
    element('p', { class: 'small' }, say('sleepingWhy')),
    element('ul', { class: 'row' }, ...asleep.map((word) => element('li', {}, wakeButton(word)))),
  ];
}

/** @param {Word} word */
function wakeButton({ key, name, lang }) {
  return button(name, () => ask('wake', { key }), { class: 'chip', lang, 'aria-label': say('wake', name) });
}

/**
 * @param {Word} word
 * @param {Term[]} terms
 * @returns {Term} as little as its name where the lexicon is not at hand
 */
function termOf({ key, ...said }, terms) {
  const [glossary = '', id = ''] = key.split(':');
  return terms.find((term) => term.id === id && term.glossary === glossary) ?? { id, glossary, definition: '', ...said };
}
