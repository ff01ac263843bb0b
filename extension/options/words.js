/** The words the user has decided something about: each button takes the decision back. */
import { ask } from '../shared/ask.js';
import { button, byId } from '../shared/elements.js';
import { say } from '../shared/say.js';
import { csvOf } from './csv.js';

const { element } = lexibulleCard;

export async function showWords() {
  const { known, asleep, hidden, noted } = await ask('words', {});
  fill('known', known.map(({ key, name }) => chip(name, say('showAgain', name), () => ask('forget', { key }))));
  fill('asleep', asleep.map(({ key, name }) => chip(name, say('wake', name), () => ask('wake', { key }))));
  fill('hidden', hidden.map(({ site, word }) => chip(say('hiddenOn', word.name, site), say('showAgain', word.name), () => ask('unhide', { site, key: word.key }))));
  fill('noted', noted.map((word) => chip(word, say('remove', word), () => ask('note-undo', { word }))));
  const exporter = byId('export', HTMLButtonElement);
  exporter.disabled = noted.length === 0;
  exporter.onclick = () => download(csvOf(noted));
}

/**
 * @param {string} id
 * @param {HTMLElement[]} chips
 */
function fill(id, chips) {
  const items = chips.length > 0 ? chips : [element('span', { class: 'small' }, say('nobody'))];
  byId(id, HTMLUListElement).replaceChildren(...items.map((item) => element('li', {}, item)));
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
