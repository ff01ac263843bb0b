'use strict';
// The text of a flow as it is rendered, and the way back to the nodes, in one place.
{
  const OBJECT = '\ufffc'; // stands for what is rendered but not read: words on both sides do not make one term
  const SPACES = /[\t\n\r\f ]+/g;
  const COLLAPSIBLE = /[\t\n\r\f]| {2}/;

  class FlowText {
    text = '';
    /** @type {Reading.Piece[]} */
    pieces = [];

    /**
     * @param {Text} node
     * @param {string} collapse computed `white-space-collapse` of its parent
     */
    add(node, collapse) {
      const { data } = node;
      if (collapse === 'preserve-breaks') this.#collapse(node, '\n');
      else if (collapse === 'collapse' && (COLLAPSIBLE.test(data) || (data.startsWith(' ') && this.#endsInSpace()))) this.#collapse(node, ' ');
      else this.#push(node, data);
    }

    breakLine() {
      this.text = `${this.text.replace(/ $/, '')}\n`;
    }

    /** A border that is drawn, as of a chip: words that touch there are two words. */
    edge() {
      if (this.text && !this.#endsInSpace()) this.text += OBJECT;
    }

    object() {
      this.text += OBJECT;
    }

    #endsInSpace() {
      return this.text === '' || /[\s\ufffc]$/.test(this.text);
    }

    /**
     * @param {Text} node
     * @param {' ' | '\n'} breaks what a line feed becomes
     */
    #collapse(node, breaks) {
      const { data } = node;
      let text = '';
      /** @type {number[]} */
      const raws = [];
      let done = 0;
      const keep = (/** @type {number} */ until) => {
        for (; done < until; done += 1) {
          text += data[done];
          raws.push(done);
        }
      };
      for (const { 0: spaces, index } of data.matchAll(SPACES)) {
        keep(index);
        const space = breaks === '\n' && spaces.includes('\n') ? '\n' : ' ';
        if (space === '\n' || (text ? !/\s$/.test(text) : !this.#endsInSpace())) {
          text += space;
          raws.push(index);
        }
        done = index + spaces.length;
      }
      keep(data.length);
      this.#push(node, text, raws);
    }

    /**
     * @param {Text} node
     * @param {string} text
     * @param {number[]} [raws]
     */
    #push(node, text, raws) {
      if (!text) return;
      const start = this.text.length;
      this.text += text;
      this.pieces.push({ node, start, end: this.text.length, raws });
    }
  }

  /**
   * The parts of the nodes that a span of the text stands for.
   *
   * @param {Reading.Piece[]} pieces
   * @param {number} start UTF-16 units, included
   * @param {number} end excluded
   * @returns {Reading.Part[]}
   */
  function partsOf(pieces, start, end) {
    const parts = [];
    for (const piece of pieces) {
      if (piece.end <= start) continue;
      if (piece.start >= end) break;
      const from = Math.max(start, piece.start);
      const to = Math.min(end, piece.end);
      parts.push({ node: piece.node, start: rawOffset(piece, from), end: rawOffset(piece, to - 1) + 1 });
    }
    return parts;
  }

  /**
   * @param {Reading.Piece} piece
   * @param {number} offset
   */
  function rawOffset({ start, raws }, offset) {
    return raws ? /** @type {number} */ (raws[offset - start]) : offset - start;
  }

  Object.assign(lexibulle, { FlowText, partsOf });
}
