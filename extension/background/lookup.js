/** What a selected word means: asked of the service, or looked up in the lexicon we keep while it is away. */
import { notice } from './edition.js';
import { Unanswered } from './failure.js';
import { terms } from './glossary.js';
import { isNoted } from './notes.js';
import { post } from './service.js';
import { byKey, fold } from './terms.js';

const AWAY = ['absent', 'busy', 'failed', 'old', 'stranger'];

/**
 * @param {string} text a selection
 * @returns {Promise<Lexibulle.Looked>}
 */
export async function lookUp(text) {
  const asked = text.trim().replace(/\s+/g, ' ');
  const answer = await askService(asked).catch((error) => inLexicon(asked, error));
  return { text: asked, matches: answer.matches, terms: byKey(answer.terms), noted: await isNoted(asked) };
}

/** @param {string} text */
async function askService(text) {
  /** @type {Lexibulle.LookupRequest} */
  const body = { text };
  /** @type {Lexibulle.LookupAnswer} */
  const answer = await post('/v1/lookup', body, 'matches');
  await notice(answer);
  return answer;
}

/**
 * @param {string} text
 * @param {unknown} error
 * @returns {Promise<{matches: Lexibulle.LookupMatch[], terms: Term[]}>} entries that are called so, to the letter
 */
async function inLexicon(text, error) {
  const kept = await terms();
  if (!(error instanceof Unanswered && AWAY.includes(error.failure.code) && kept.length > 0)) throw error;
  const wanted = fold(text);
  const found = kept.filter(({ name, aliases = [] }) => [name, ...aliases].some((form) => fold(form) === wanted));
  return {
    matches: found.map(({ id, glossary }) => ({ term: id, glossary, score: 1, surface: text })),
    terms: found,
  };
}
