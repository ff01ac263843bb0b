/** What a selected word means, and the words that nobody has explained yet. */
import { notice } from './edition.js';
import { isNoted } from './notes.js';
import { post } from './service.js';
import { byKey } from './terms.js';

/**
 * @param {string} text a selection
 * @returns {Promise<Lexibulle.Looked>}
 */
export async function lookUp(text) {
  const asked = text.trim().replace(/\s+/g, ' ');
  /** @type {Lexibulle.LookupAnswer} */
  const answer = await post('/v1/lookup', { text: asked });
  await notice(answer);
  return { text: asked, matches: answer.matches, terms: byKey(answer.terms), noted: await isNoted(asked) };
}
