'use strict';
// The first of the card's scripts. They are classic ones, because a content script cannot be a module:
// each adds to `lexibulleCard`, in the order terms, dom, labels, parts, place, card.
globalThis.lexibulleCard = /** @type {typeof lexibulleCard} */ ({});
{
  /** The one name of a term that is unique. @param {string} glossary @param {string} id */
  function keyOfTerm(glossary, id) {
    return `${glossary}:${id}`;
  }

  /**
   * A text as it is searched for: no case, no accents, no ligatures, and a space for every apostrophe and hyphen.
   *
   * @param {string} text
   */
  function fold(text) {
    return text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/œ/g, 'oe')
      .replace(/æ/g, 'ae')
      .replace(/['‘’ʼ\s\u2010-\u2015-]+/g, ' ')
      .trim();
  }

  Object.assign(lexibulleCard, { fold, keyOfTerm });
}
