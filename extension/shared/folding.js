/**
 * A word as it is searched for: no case, no accents, one kind of apostrophe, hyphen and space.
 *
 * @param {string} text
 */
export function fold(text) {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’ʼ]/g, "'")
    .replace(/[\s\u2010-\u2015-]+/g, ' ')
    .trim();
}
