/**
 * The whole lexicon, kept so that search and cards work while the service is away. It is no secret text: terms only.
 *
 * @typedef {object} Kept
 * @property {string} service
 * @property {string} etag
 * @property {Term[]} terms
 */
import { call, hasList } from './service.js';
import { settings } from './settings.js';
import { inTurn, local } from './stored.js';

/** @type {Kept} */
const NONE = { service: '', etag: '', terms: [] };

/** @returns {Promise<Term[]>} as they were last seen; those of another service do not count */
export async function terms() {
  const { service } = await settings();
  const kept = await local.read('glossary', NONE);
  return kept.service === service ? kept.terms : [];
}

/** Asks whether the lexicon has changed, and keeps it if so. Throws `Unanswered`. */
export function refreshTerms() {
  return inTurn('glossary', async () => {
    const { service } = await settings();
    const kept = await local.read('glossary', NONE);
    const isSame = kept.service === service && kept.etag;
    /** @type {{answer?: Lexibulle.TermsAnswer, etag: string}} */
    const { answer, etag } = await call('/v1/terms', { headers: isSame ? { 'If-None-Match': kept.etag } : {}, isOurs: hasList('terms') });
    if (answer) await local.write('glossary', { service, etag, terms: answer.terms });
  });
}

/**
 * @param {string} id
 * @param {string} glossary preferred; any other will do
 */
export async function termOf(id, glossary) {
  const found = (await terms()).filter((term) => term.id === id);
  return found.find((term) => term.glossary === glossary) ?? found[0];
}
