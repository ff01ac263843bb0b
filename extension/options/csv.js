/** Words as a glossary to be filled in: French Excel opens it by double-click, `lexibulle glossary check` says what lacks. */

const HEADER = ['nom', 'définition', 'alias'];

/** @param {string[]} words */
export function csvOf(words) {
  const rows = [HEADER, ...words.map((word) => [word, '', ''])];
  return `\ufeff${rows.map((row) => row.map(cell).join(';')).join('\r\n')}\r\n`;
}

/**
 * A spreadsheet takes what begins so for a formula; a word of a page must not be one.
 *
 * @param {string} word
 */
function cell(word) {
  const text = word.replace(/^[=+@\t\r-]+/, '');
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
