/**
 * The answers of `POST /v1/annotate`, as far as the page uses them.
 *
 * @typedef {object} Span
 * @property {number} start UTF-16 units, included
 * @property {number} end UTF-16 units, excluded
 * @property {string} term
 * @property {string} glossary
 * @property {string} surface
 * @property {'exact' | 'form' | 'alias' | 'typo'} match
 * @property {number} confidence 0 to 1
 * @property {string} reason
 *
 * @typedef {object} Confusion
 * @property {string} [with] id of a term
 * @property {string} [other] words outside the glossary
 * @property {string} name
 * @property {string} how
 *
 * @typedef {object} Term
 * @property {string} id
 * @property {string} glossary
 * @property {string} name
 * @property {string} definition
 * @property {string} [lang]
 * @property {string} [gender]
 * @property {string} [say]
 * @property {{en?: string, fr?: string}} [expansion]
 * @property {string} [plain]
 * @property {string} [note]
 * @property {{expression: string, worked?: string}} [formula]
 * @property {string} [example]
 * @property {Confusion[]} [confused]
 * @property {string} [detail]
 * @property {string} [ask]
 * @property {{text: string, source: string, checked: string}} [caution]
 * @property {{term: string, status: string, source: string, seen?: string, published?: string}} [official]
 * @property {string[]} [related]
 *
 * @typedef {object} Answer
 * @property {{spans: Span[]}[]} results
 * @property {Record<string, Term>} terms
 */

export {};
