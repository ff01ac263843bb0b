/**
 * A text as it is searched: no accents, no capitals, every apostrophe and hyphen the same.
 *
 * @param {string} text
 */
export function folded(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe').replace(/æ/g, 'ae')
    .replace(/[’'‑\-\s]+/g, ' ').trim();
}
