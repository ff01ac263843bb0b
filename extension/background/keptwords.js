/** The words the user has decided something about, with their names, for the options. */
import { noted } from './notes.js';
import { asleep } from './sleep.js';
import { named } from './tabstate.js';
import { words } from './words.js';

/** @returns {Promise<Lexibulle.KeptWords>} */
export async function keptWords() {
  const { known, hidden, dismissed } = await words();
  const pairs = Object.entries(hidden).flatMap(([site, keys]) => keys.map((key) => ({ site, key })));
  const hiddenWords = await named(pairs.map(({ key }) => ({ key, count: 0 })));
  return {
    known: await named(known.map((key) => ({ key, count: 0 }))),
    asleep: await named((await asleep()).map((key) => ({ key, count: 0 }))),
    hidden: pairs.map(({ site }, at) => ({ site, word: /** @type {Lexibulle.FoundWord} */ (hiddenWords[at]) })),
    dismissed: Object.values(dismissed).flat().length,
    noted: await noted(),
  };
}
