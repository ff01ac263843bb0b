'use strict';
{
  const GAP = 8;
  const MOST = 420;
  const LEAST = 160;
  const ENOUGH = 260; // below the line, a card that has as much needs no better place

  /**
   * Puts a card beside a line of text: under it, above where there is more room. It covers the line only in a window
   * so low (a zoom of 400 %) that it would not be seen whole otherwise.
   *
   * @param {HTMLElement} card
   * @param {DOMRectReadOnly} line
   */
  function placeBeside(card, line) {
    const { clientWidth, currentCSSZoom = 1 } = document.documentElement; // a page may zoom its root
    const below = innerHeight - line.bottom - 2 * GAP;
    const above = line.top - 2 * GAP;
    const wanted = Math.min(MOST, innerHeight * 0.6);
    const goesBelow = below >= Math.min(wanted, ENOUGH) || below >= above;
    const maxHeight = Math.min(Math.max(LEAST, Math.min(wanted, goesBelow ? below : above)), innerHeight - 2 * GAP);
    const farthest = innerHeight - maxHeight - GAP;
    setLengths(card, {
      left: Math.max(GAP, Math.min(line.left, clientWidth * currentCSSZoom - card.offsetWidth - GAP)),
      top: goesBelow ? Math.min(line.bottom + GAP, farthest) : 'auto',
      bottom: goesBelow ? 'auto' : Math.min(innerHeight - line.top + GAP, farthest),
      maxHeight,
    });
  }

  /**
   * @param {HTMLElement} thing
   * @param {Record<string, number | 'auto'>} lengths numbers are pixels
   */
  function setLengths({ style }, lengths) {
    for (const [name, length] of Object.entries(lengths)) {
      Object.assign(style, { [name]: length === 'auto' ? length : `${length}px` });
    }
  }

  Object.assign(lexibulleCard, { placeBeside, setLengths });
}
