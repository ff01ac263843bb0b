'use strict';
// Which term is at a point, or the next one from here.
{
  const { shadowRootOf } = lexibulle;
  const scratch = document.createRange();
  const SLACK = 2; // pixels around a line, so that an underline counts as its word

  class Picker {
    /** @type {Set<WeakRef<ShadowRoot>>} */
    #roots = new Set();
    #blocks;

    /** @param {ReadingBlocks} blocks */
    constructor(blocks) {
      this.#blocks = blocks;
    }

    /** @param {ShadowRoot} root */
    addRoot(root) {
      this.#roots.add(new WeakRef(root));
    }

    /**
     * The term at a point of the window, and the rectangle of the line it was met on.
     *
     * @param {number} x
     * @param {number} y
     * @param {Element} target the innermost element there
     * @returns {{hit: Reading.Hit, line: DOMRect} | undefined}
     */
    at(x, y, target) {
      if (!this.#mayHold(target)) return undefined;
      if (!target.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return undefined;
      const caret = document.caretPositionFromPoint(x, y, { shadowRoots: this.#living() });
      if (!(caret?.offsetNode instanceof Text)) return undefined;
      for (const hit of this.#blocks.at(caret.offsetNode)?.hits ?? []) {
        if (!hit.parts.some(({ node, start, end }) => node === caret.offsetNode && start <= caret.offset && caret.offset <= end)) continue;
        const line = linesOf(hit).find((rect) => isIn(rect, x, y));
        if (line) return { hit, line };
      }
      return undefined;
    }

    /** @param {Selection} selection */
    inSelection({ anchorNode, anchorOffset, focusNode, focusOffset }) {
      if (!(anchorNode instanceof Text) || !(focusNode instanceof Text)) return undefined;
      return (this.#blocks.at(anchorNode)?.hits ?? []).find(({ parts }) =>
        parts.some(({ node, start, end }) =>
          (node === anchorNode && start <= anchorOffset && anchorOffset <= end) || (node === focusNode && start < focusOffset && focusOffset <= end)));
    }

    /** A look that costs nothing, before those that do: a closed shadow tree hides what is in it. @param {Element} target */
    #mayHold(target) {
      if (shadowRootOf(target)) return true;
      for (let child = target.firstChild; child; child = child.nextSibling) {
        if (child instanceof Text && this.#blocks.at(child)?.hits.length) return true;
      }
      return false;
    }

    #living() {
      const roots = [];
      for (const reference of this.#roots) {
        const root = reference.deref();
        if (root?.isConnected) roots.push(root);
        else if (!root) this.#roots.delete(reference);
      }
      return roots;
    }
  }

  /**
   * The lines a term stands on: two, where it breaks.
   *
   * @param {Reading.Hit} hit
   * @returns {DOMRect[]}
   */
  function linesOf({ parts }) {
    return parts.flatMap(({ node, start, end }) => {
      if (end > node.data.length) return [];
      scratch.setStart(node, start);
      scratch.setEnd(node, end);
      return [...scratch.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
    });
  }

  /**
   * @param {DOMRect} rect
   * @param {number} x
   * @param {number} y
   */
  function isIn({ left, right, top, bottom }, x, y) {
    return left <= x && x <= right && top - SLACK <= y && y <= bottom + SLACK;
  }

  Object.assign(lexibulle, { Picker, linesOf });
}
