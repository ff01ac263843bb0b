/** A word that no glossary has: it may be noted for the team, and that taken back in place. */
import { ask } from '../shared/ask.js';
import { element } from '../shared/card.js';
import { button } from '../shared/elements.js';
import { say } from '../shared/say.js';

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
 */
function show(place, word, isNoted) {
  const act = async () => {
    await ask(isNoted ? 'note-undo' : 'note', { word });
    show(place, word, !isNoted);
    place.querySelector('button')?.focus();
  };
  place.replaceChildren(
    element('p', {}, say(isNoted ? 'notedForTeam' : 'notInLexicon', word)),
    button(say(isNoted ? 'undo' : 'noteForTeam'), act),
  );
}
