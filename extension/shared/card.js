/** The card, for modules: its scripts are classic ones, which add to `lexibulleCard` in this order. */
import '../card/terms.js';
import '../card/dom.js';
import '../card/labels.js';
import '../card/parts.js';
import '../card/place.js';
import '../card/card.js';

export const { Card, element, fold, keyOfTerm, labels, placeBeside } = globalThis.lexibulleCard;
