/** How loud, which words. */
import { ask } from '../shared/ask.js';
import { byId } from '../shared/elements.js';

export async function showReading() {
  const { loudness, level, uncertain } = await ask('settings', {});
  for (const input of radios('loudness')) {
    input.checked = input.value === loudness;
    input.onchange = () => change({ loudness: /** @type {Lexibulle.Loudness} */ (input.value) });
  }
  for (const input of radios('level')) {
    input.checked = Number(input.value) === level;
    input.onchange = () => change({ level: /** @type {Lexibulle.Level} */ (Number(input.value)) });
  }
  const box = byId('uncertain', HTMLInputElement);
  box.checked = uncertain;
  box.onchange = () => change({ uncertain: box.checked });
}

/** @param {string} name */
function radios(name) {
  return /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(`input[name="${name}"]`));
}

/** @param {Lexibulle.OwnCalls['change-settings']['sent']['changes']} changes */
function change(changes) {
  return ask('change-settings', { changes });
}
