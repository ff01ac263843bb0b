/** @import { Draft, DraftWord } from './answers.js' */
import { copyButton } from './copying.js';

const { element } = globalThis.lexibulleCard;

const ADVICE = { avoid: 'À éviter', explain: 'À expliquer' };
const SKIPPED = { quote: 'la réponse citée', signature: 'la signature' };

/**
 * The words to review in reading order: the sentence, then each word with its plain wording.
 *
 * @param {HTMLElement} root
 * @param {string} text
 * @param {Draft} draft
 */
export function showChecked(root, text, { sentences, skipped }) {
  const items = sentences.map((sentence) => element(
    'li',
    {},
    element('p', { class: 'sentence' }, ...marked(text, sentence)),
    element('ul', { class: 'words' }, ...distinct(sentence.words).map(word)),
  ));
  root.replaceChildren(...(items.length > 0 ? [element('ol', {}, ...items)] : [praise()]), ...leftOut(skipped));
}

/**
 * @param {string} text
 * @param {Draft['sentences'][number]} sentence
 * @returns {(string | HTMLElement)[]}
 */
function marked(text, { start, end, words }) {
  const pieces = [];
  let done = start;
  for (const found of words) {
    pieces.push(text.slice(done, found.start), element('mark', { class: found.advice }, text.slice(found.start, found.end)));
    done = found.end;
  }
  return [...pieces, text.slice(done, end)];
}

/**
 * A word that a sentence repeats is explained once.
 *
 * @param {DraftWord[]} words
 */
function distinct(words) {
  return [...new Map(words.map((found) => [`${found.term} ${found.surface}`, found])).values()];
}

/** @param {DraftWord} found */
function word({ surface, advice, plain, official }) {
  return element(
    'li',
    { class: advice },
    element('span', { class: 'advice' }, ADVICE[advice]),
    element('span', { class: 'surface' }, surface),
    plain && element('span', { class: 'plain' }, plain),
    official && official !== plain && element('span', { class: 'official' }, `Terme officiel\u00a0: ${official}`),
    plain && copyButton(plain, { of: `«\u00a0${plain}\u00a0»` }),
  );
}

function praise() {
  return element('p', { class: 'hint' }, 'Aucun mot du lexique n’est à revoir dans ce message.');
}

/** @param {Draft['skipped']} skipped */
function leftOut(skipped) {
  const kinds = [...new Set(skipped.map(({ kind }) => SKIPPED[kind]))].filter(Boolean);
  if (kinds.length === 0) return [];
  const names = new Intl.ListFormat('fr').format(kinds);
  return [element('p', { class: 'left-out-note' }, `Non vérifié\u00a0: ${names}.`)];
}
