/**
 * The answer of `POST /v1/annotate`, as far as the page uses it.
 *
 * @typedef {object} Answer
 * @property {{spans: Span[]}[]} results
 * @property {Record<string, Term>} terms
 */

/** The service answered, and refused: its message is for the reader. */
export class Refusal extends Error {}

/**
 * The terms of a text.
 *
 * @param {string} text
 * @param {AbortSignal} signal
 * @returns {Promise<Answer>}
 */
export async function annotate(text, signal) {
  const response = await fetch('/v1/annotate', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ text, offset_unit: 'utf16' }),
    signal,
  });
  return answered(response);
}

/** @type {Map<string, Promise<Term>>} */
const terms = new Map();

/**
 * A term that is not in the text; two callers make one request, and a failed one is forgotten.
 *
 * @param {string} id
 * @returns {Promise<Term>}
 */
export function fetchTerm(id) {
  const known = terms.get(id);
  if (known) return known;
  const asked = fetch(`/v1/terms/${encodeURIComponent(id)}`).then(answered);
  asked.catch(() => terms.delete(id));
  terms.set(id, asked);
  return asked;
}

/** @param {Response} response */
async function answered(response) {
  const body = await response.json();
  if (!response.ok) throw new Refusal(body.detail);
  return body;
}
