'use strict';
{
  const GAP = 8;
  const MOST = 420;
  const LEAST = 160;
  const ENOUGH = 260; // below the line, a card that has as much needs no better place

  /**
   * Where a card goes beside a line of text: under it, above where there is more room. It covers the line only in
   * a window so low (a zoom of 400 %) that it would not be seen whole otherwise.
   *
   * @param {DOMRectReadOnly} line
   * @param {number} width of the card
   * @param {{width: number, height: number}} view the window, without its scroll bars
   * @returns {CardPlace}
   */
  function placeBeside(line, width, view) {
    const below = view.height - line.bottom - 2 * GAP;
    const above = line.top - 2 * GAP;
    const wanted = Math.min(MOST, view.height * 0.6);
    const goesBelow = below >= Math.min(wanted, ENOUGH) || below >= above;
    const maxHeight = Math.min(Math.max(LEAST, Math.min(wanted, goesBelow ? below : above)), view.height - 2 * GAP);
    const farthest = view.height - maxHeight - GAP;
    return {
      left: Math.max(GAP, Math.min(line.left, view.width - width - GAP)),
      top: goesBelow ? Math.min(line.bottom + GAP, farthest) : undefined,
      bottom: goesBelow ? undefined : Math.min(view.height - line.top + GAP, farthest),
      maxHeight,
    };
  }

  lexibulleCard.placeBeside = placeBeside;
}
