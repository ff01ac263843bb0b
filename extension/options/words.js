/** The words the user has decided something about: each button takes the decision back. */
import { ask } from '../shared/ask.js';
import { element } from '../shared/card.js';
import { button, byId } from '../shared/elements.js';
import { refill } from '../shared/refill.js';
import { say, sayCount } from '../shared/say.js';
import { csvOf } from './csv.js';

export async function showWords() {
  const { known, asleep, hidden, dismissed, noted } = await ask('words', {});
  fill('known', known, ({ key, name }) => chip(name, say('showAgain', name), () => ask('forget', { key })));
  fill('asleep', asleep, ({ key, name }) => chip(name, say('wake', name), () => ask('wake', { key })));
  fill('hidden', hidden, ({ site, word: { key, name } }) => chip(say('hiddenOn', name, site), say('showAgain', name), () => ask('unhide', { site, key })));
  showDismissed(dismissed);
  fill('noted', noted, (word) => chip(word, say('remove', word), () => ask('note-undo', { word })));
  const exporter = byId('export', HTMLButtonElement);
  exporter.disabled = noted.length === 0;
  exporter.onclick = () => download(csvOf(noted));
}

/** @param {number} count of places that only their hashes tell apart */
function showDismissed(count) {
  byId('dismissed', HTMLParagraphElement).textContent = count > 0 ? sayCount('dismissed', count) : say('nobody');
  const forget = byId('forget-dismissed', HTMLButtonElement);
  forget.disabled = count === 0;
  forget.onclick = () => ask('forget-dismissed', {});
}

/**
 * @template Word
 * @param {string} id
 * @param {Word[]} words
 * @param {(word: Word) => HTMLElement} chipOf
 */
function fill(id, words, chipOf) {
  void refill(byId(id, HTMLUListElement), words, () => {
    const items = words.length > 0 ? words.map(chipOf) : [element('span', { class: 'small' }, say('nobody'))];
    return items.map((item) => element('li', {}, item));
  });
}

/**
 * @param {string} text
 * @param {string} label what pressing it does
 * @param {() => unknown} act
 */
function chip(text, label, act) {
  return button(`${text} ×`, act, { class: 'chip', 'aria-label': label, title: label });
}

/** @param {string} csv */
function download(csv) {
  const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
  element('a', { href: url, download: 'lexibulle-mots.csv' }).click();
  URL.revokeObjectURL(url);
}
