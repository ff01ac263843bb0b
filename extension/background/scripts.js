/** What is put into the pages of the sites the user chose, in this order: the shared card, then what reads and paints. */
export const PAGE_SCRIPTS = [
  'card/dom.js',
  'card/labels.js',
  'card/parts.js',
  'card/place.js',
  'card/card.js',
];
