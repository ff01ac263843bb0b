'use strict';
// The terms of a block, and which of them the user wants to see.
{
  const { partsOf } = lexibulle;
  const { SURE, keyOfTerm } = lexibulleCard;

  /**
   * The hits of a block; a span that does not say what stands there is left out.
   *
   * @param {Reading.Block} block
   * @param {Span[]} spans
   * @returns {Reading.Hit[]}
   */
  function hitsOf(block, spans) {
    return spans
      .filter(({ start, end, surface }) => end > start && block.text.slice(start, end) === surface)
      .map((span) => ({ span, key: keyOfTerm(span.glossary, span.term), block, parts: partsOf(block.pieces, span.start, span.end), ranges: [] }))
      .filter(({ parts }) => parts.length > 0);
  }

  /**
   * FNV-1a, twice with different seeds: 64 bits, which pages without https can compute too.
   *
   * @param {string} text
   */
  function hashOf(text) {
    let one = 0x811c9dc5;
    let two = 0x050c5d1f;
    for (let at = 0; at < text.length; at += 1) {
      one = Math.imul(one ^ text.charCodeAt(at), 0x01000193);
      two = Math.imul(two ^ text.charCodeAt(at), 0x01000193) + at;
    }
    return [one, two].map((half) => (half >>> 0).toString(36)).join('');
  }

  /** What the user wants to see, as the settings of the site say. */
  class Wanted {
    /**
     * @param {Lexibulle.PageSettings} settings
     * @param {ReadonlyMap<Lexibulle.TermKey, Term>} terms
     */
    constructor(settings, terms) {
      this.settings = settings;
      this.terms = terms;
      this.silent = new Set([...settings.known, ...settings.hidden]);
      this.asleep = new Set(settings.asleep);
      this.dismissed = new Set(settings.dismissed);
    }

    /** Is it a word of this page, for the popup's list? Those that sleep are. @param {Reading.Hit} hit */
    isListed(hit) {
      const { level, uncertain } = this.settings;
      if (this.silent.has(hit.key) || (!uncertain && hit.span.confidence < SURE) || this.isDismissed(hit)) return false;
      return (this.terms.get(hit.key)?.level || level) >= level; // a team's own word may have no level
    }

    /** May it be underlined? @param {Reading.Hit} hit */
    isShown(hit) {
      return this.settings.loudness === 'underline' && !hit.block.place.quiet && !this.asleep.has(hit.key) && this.isListed(hit);
    }

    /** @param {Reading.Hit} hit */
    isDismissed(hit) {
      return this.dismissed.size > 0 && this.dismissed.has(this.placeOf(hit));
    }

    /** Names a place without its text, for « Ce n’est pas ce sens ». @param {Reading.Hit} hit */
    placeOf({ key, span, block }) {
      return hashOf([this.settings.salt, key, span.start, block.text].join('\n'));
    }
  }

  Object.assign(lexibulle, { Wanted, hitsOf });
}
