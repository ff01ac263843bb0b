/** A word that no glossary has: it may be noted for the team, and that taken back in place, where it can be kept. */
import { ask } from '../shared/ask.js';
import { element } from '../shared/card.js';
import { button } from '../shared/elements.js';
import { cardLabels, say } from '../shared/say.js';

/**
 * @param {string} word
 * @returns {Promise<HTMLElement>}
 */
export async function unknownWord(word) {
  const place = element('div', { class: 'unknown', role: 'status' });
  show(place, word, await ask('is-noted', { word }).catch(() => false));
  return place;
}

/**
 * @param {HTMLElement} place
 * @param {string} word
 * @param {boolean} isNoted
 * @param {boolean} [isKept] what was wished before
 */
function show(place, word, isNoted, isKept = true) {
  const act = async () => {
    const isDone = await ask(isNoted ? 'note-undo' : 'note', { word }).then(() => true, () => false);
    show(place, word, isNoted !== isDone, isDone);
    place.querySelector('button')?.focus();
  };
  place.replaceChildren(
    element('p', {}, isKept ? say(isNoted ? 'notedForTeam' : 'notInLexicon', word) : cardLabels.notKept),
    button(say(isNoted ? 'undo' : 'noteForTeam'), act),
  );
}
