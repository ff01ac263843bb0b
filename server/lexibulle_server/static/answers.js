/**
 * The answers of the service, as far as the page uses them. `Span` and `Term` are those of the card.
 *
 * @typedef {object} Answer
 * @property {{spans: Span[], rejected?: Span[]}[]} results
 * @property {Record<string, Term>} terms
 *
 * @typedef {Term & {aliases?: string[], also?: string[], category?: string}} Entry a term of `GET /v1/terms`
 *
 * @typedef {object} DraftWord
 * @property {number} start UTF-16 units, included
 * @property {number} end UTF-16 units, excluded
 * @property {string} surface
 * @property {string} term
 * @property {string} glossary
 * @property {'avoid' | 'explain'} advice
 * @property {string} plain
 * @property {string} [official]
 * @property {string} reason
 *
 * @typedef {object} Draft
 * @property {number} count
 * @property {string} verdict
 * @property {{start: number, end: number, words: DraftWord[]}[]} sentences
 * @property {{start: number, end: number, kind: 'quote' | 'signature'}[]} skipped
 * @property {Record<string, Term>} terms
 *
 * @typedef {object} AnnotatedFile
 * @property {string} name
 * @property {string} content in base64
 * @property {number} count of different terms
 * @property {string} left_out words kept out of the lexicon, in a sentence without its full stop; may be empty
 * @property {string[]} unread pages that could not be read, and why
 *
 * @typedef {object} PairingRequest
 * @property {string} id
 * @property {string} code four digits
 * @property {string} name
 * @property {string} origin
 * @property {number} expires_in seconds
 *
 * @typedef {object} Token
 * @property {string} id
 * @property {string} name
 * @property {string | null} origin of the extension it is bound to
 * @property {string} created day in UTC, `2026-11-27`
 * @property {string | null} last_used
 *
 * @typedef {object} Pairings
 * @property {PairingRequest[]} pending
 * @property {Token[]} tokens
 */

export {};
