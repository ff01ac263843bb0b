'use strict';
{
  const GAP = 8;
  const MOST = 420;
  const LEAST = 160;
  const ENOUGH = 260; // below the line, a card that has as much needs no better place

  /**
   * Where a card goes beside a line of text: under it, above where there is more room; never over the line itself.
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
    return {
      left: Math.max(GAP, Math.min(line.left, view.width - width - GAP)),
      top: goesBelow ? line.bottom + GAP : undefined,
      bottom: goesBelow ? undefined : view.height - line.top + GAP,
      maxHeight: Math.max(LEAST, Math.min(wanted, goesBelow ? below : above)),
    };
  }

  lexibulleCard.placeBeside = placeBeside;
}
