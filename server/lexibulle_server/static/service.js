/** @import { AnnotatedFile, Answer, Draft, Entry, Pairings } from './answers.js' */
import { authorization, renewToken } from './token.js';
import { upload } from './upload.js';

const PROXY = 'Le serveur n’accepte pas un envoi de cette taille. Demandez à la personne qui s’en occupe d’en relever la limite.';

/** The service answered, and refused: its message is for the reader. */
export class Refusal extends Error {}

/** The service asks for patience. */
export class Busy extends Error {
  /** @param {number} seconds */
  constructor(seconds) {
    super();
    this.seconds = seconds;
  }
}

/** The service knows no token of this page. */
export class Unsigned extends Error {}

/**
 * The terms of a text, and what was left out.
 *
 * @param {{text: string, typos: boolean, min_confidence: number}} asked
 * @param {AbortSignal} signal
 * @returns {Promise<Answer>}
 */
export function annotate(asked, signal) {
  return post('/v1/annotate', { ...asked, offset_unit: 'utf16', explain: true }, signal);
}

/**
 * @param {{text: string, thread: string}} asked
 * @param {AbortSignal} signal
 * @returns {Promise<Draft>}
 */
export function checkDraft(asked, signal) {
  return post('/v1/check', { ...asked, offset_unit: 'utf16' }, signal);
}

/**
 * A file with its jargon explained.
 *
 * @param {{name: string, content: string, every: boolean, lexicon: boolean}} asked
 * @param {AbortSignal} signal
 * @param {(fraction: number) => void} onSent how much of it has left, 0 to 1
 * @returns {Promise<AnnotatedFile>}
 */
export function annotateFile(asked, signal, onSent) {
  return post('/v1/documents', asked, signal, (path, request) => upload(path, request, onSent));
}

/**
 * The terms nearest to a few words, best first; none when nothing is near.
 *
 * @param {string} text
 * @returns {Promise<{term: string, glossary: string}[]>}
 */
export async function nearest(text) {
  return (await post('/v1/lookup', { text })).matches;
}

/** @returns {Promise<Pairings>} */
export function pairings() {
  return ask('/v1/pairings');
}

/**
 * @param {string} id of a request
 * @param {'approve' | 'refuse'} answer
 */
export function answerPairing(id, answer) {
  return post(`/v1/pairings/${encodeURIComponent(id)}/${answer}`, {});
}

/** @param {string} id */
export function revokeToken(id) {
  return post(`/v1/tokens/${encodeURIComponent(id)}/revoke`, {});
}

/** @type {Promise<Entry[]> | undefined} */
let lexicon;

/**
 * All terms; asked for once, unless that failed.
 *
 * @returns {Promise<Entry[]>}
 */
export function allTerms() {
  lexicon ??= ask('/v1/terms').then((answer) => answer.terms);
  lexicon.catch(() => (lexicon = undefined));
  return lexicon;
}

/**
 * A term that is not in the text.
 *
 * @param {string} id
 * @returns {Promise<Term>}
 */
export async function fetchTerm(id) {
  const found = (await allTerms()).find((term) => term.id === id);
  if (!found) throw new Refusal('Ce mot n’est dans aucun lexique actif.');
  return found;
}

/** @typedef {(path: string, asked: RequestInit) => Promise<Response>} Carrier */

/**
 * @param {string} path
 * @param {object} body
 * @param {AbortSignal} [signal]
 * @param {Carrier} [carrier]
 */
function post(path, body, signal, carrier) {
  const headers = { 'Content-Type': 'application/json' };
  return ask(path, { method: 'POST', headers, body: JSON.stringify(body), signal: signal ?? null }, carrier);
}

/**
 * The answer of the service. Refusal, Busy, Unsigned, or the TypeError of a fetch that reached nobody.
 *
 * @param {string} path
 * @param {RequestInit} [asked]
 * @param {Carrier} [carrier]
 */
async function ask(path, asked = {}, carrier = fetch) {
  const send = () => carrier(path, { ...asked, headers: { ...asked.headers, ...authorization() } });
  let response = await send();
  while (response.status === 401 && (await renewToken())) response = await send();
  return answered(response);
}

/** @param {Response} response */
async function answered(response) {
  if (response.status === 503 || response.status === 429) throw new Busy(Number(response.headers.get('Retry-After')) || 5);
  if (response.status === 401) throw new Unsigned();
  const body = await response.json().catch(() => undefined); // a proxy on the way answers with a page of its own
  if (!body && response.status === 413) throw new Refusal(PROXY);
  if (!body) throw new TypeError('this is no answer of the service');
  if (!response.ok) throw new Refusal(body.errors?.[0]?.detail ?? body.detail);
  return body;
}
