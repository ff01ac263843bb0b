const GAP = 8;

/**
 * Puts the card beside a word: under its line, above where there is more room; it never covers the line itself.
 *
 * @param {HTMLElement} card
 * @param {HTMLElement} word
 * @param {number} [pointerY] tells which line of a word that stands on two
 */
export function placeCard(card, word, pointerY) {
  const line = lineOf(word, pointerY);
  const below = innerHeight - line.bottom - 2 * GAP;
  const above = line.top - 2 * GAP;
  const wanted = Math.min(420, innerHeight * 0.6);
  const goesBelow = below >= Math.min(wanted, 260) || below >= above;
  const left = Math.max(GAP, Math.min(line.left, document.documentElement.clientWidth - card.offsetWidth - GAP));
  Object.assign(card.style, {
    left: `${left}px`,
    top: goesBelow ? `${line.bottom + GAP}px` : 'auto',
    bottom: goesBelow ? 'auto' : `${innerHeight - line.top + GAP}px`,
    maxHeight: `${Math.max(160, Math.min(wanted, goesBelow ? below : above))}px`,
  });
}

/**
 * @param {HTMLElement} word
 * @param {number} [y]
 */
function lineOf(word, y) {
  const lines = [...word.getClientRects()];
  return lines.find((line) => y !== undefined && line.top <= y && y <= line.bottom) ?? lines[0] ?? word.getBoundingClientRect();
}
