'use strict';
// Underlines terms with the CSS Custom Highlight API: no node of the page is touched. StaticRanges, because live ones
// make the page's own work slow; they do not follow edits, so what is edited is dropped first (watch.js). For each
// change Chromium looks at all ranges again and draws them anew, so that only those near the screen are given to it.
{
  const { adopt, disown } = lexibulle;
  const RULES = (/** @type {{sure: string, probable: string, hovered: string}} */ { sure, probable, hovered }) => `
    @media screen {
      ::highlight(${sure}) {
        text-decoration: underline dotted 2px color-mix(in srgb, currentColor 50%, #b0568f);
        text-underline-offset: .2em;
      }
      ::highlight(${probable}) {
        text-decoration: underline dashed 1px color-mix(in srgb, currentColor 50%, #b0568f);
        text-underline-offset: .2em;
      }
      ::highlight(${hovered}) { background-color: rgb(176 86 143 / .14); }
      @supports (-moz-appearance: none) { /* Firefox 140 draws no line in a highlight: there, a tint says it */
        ::highlight(${sure}) { background-color: rgb(176 86 143 / .14); }
        ::highlight(${probable}) { background-color: rgb(176 86 143 / .07); }
        ::highlight(${hovered}) { background-color: rgb(176 86 143 / .26); }
        @media (forced-colors: active) {
          ::highlight(${sure}), ::highlight(${probable}) { background-color: Mark; color: MarkText; }
        }
      }
      @media (forced-colors: active) {
        ::highlight(${sure}), ::highlight(${probable}) { text-decoration-color: CanvasText; }
      }
    }`;

  class Painter {
    #names = { sure: unlikelyName(), probable: unlikelyName(), hovered: unlikelyName() };
    #highlights = { sure: new Highlight(), probable: new Highlight(), hovered: new Highlight() };
    #sheet = new CSSStyleSheet();
    /** @type {WeakRef<Document | ShadowRoot>[]} */
    #roots = [];
    /** @type {WeakSet<Node>} */
    #adopters = new WeakSet();
    /** @type {Set<Reading.Hit>} what is underlined when it is near */
    painted = new Set();
    /** @type {Reading.Hit | undefined} */
    #hovered;
    /** @type {(hit: Reading.Hit) => boolean} */
    #isShown = () => false;
    #onPaint;

    /**
     * @param {(hit: Reading.Hit) => void} onPaint
     * @param {AbortSignal} signal
     */
    constructor(onPaint, signal) {
      this.#onPaint = onPaint;
      this.#sheet.replaceSync(RULES(this.#names));
      for (const kind of kinds) CSS.highlights.set(this.#names[kind], this.#highlights[kind]);
      signal.addEventListener('abort', () => this.#leave());
    }

    /**
     * @param {Iterable<Reading.Block>} blocks
     * @param {(hit: Reading.Hit) => boolean} isShown
     */
    repaint(blocks, isShown) {
      for (const hit of this.painted) this.#erase(hit);
      this.#isShown = isShown;
      for (const block of blocks) this.paint(block);
    }

    /**
     * Underlines the terms of a block that its reading unit does not show yet, or shows where nobody sees it.
     *
     * @param {Reading.Block} block
     */
    paint(block) {
      const { painted } = block.place.unit;
      for (const hit of block.hits) {
        const holder = painted.get(hit.key);
        if (holder && (isSeen(holder.block) || !isSeen(block))) continue;
        if (!this.#isShown(hit)) continue;
        if (holder) this.#erase(holder);
        this.#draw(hit);
      }
    }

    /**
     * Takes a block's underlines away; the next place of the same unit takes over.
     *
     * @param {Reading.Block} block
     */
    unpaint(block) {
      const gone = block.hits.filter((hit) => hit.ranges.length > 0);
      for (const hit of gone) this.#erase(hit);
      const keys = new Set(gone.map(({ key }) => key));
      if (keys.size === 0) return;
      for (const other of block.place.unit.blocks) {
        if (other !== block && other.hits.some(({ key }) => keys.has(key))) this.paint(other);
      }
    }

    /** @param {Reading.Block} block whose `isNear` has changed */
    follow(block) {
      for (const hit of block.hits) this.#show(hit, block.isNear);
      if (block.isNear) this.paint(block); // what holds its places may be hidden by now
    }

    /** @param {Reading.Hit | undefined} hit */
    hover(hit) {
      if (hit === this.#hovered) return;
      this.#hovered = hit;
      this.#highlights.hovered.clear();
      if (!hit) return;
      for (const range of rangesOf(hit)) this.#highlights.hovered.add(range);
      this.#adopt(hit);
    }

    /** @param {Reading.Hit} hit */
    #draw(hit) {
      hit.ranges = rangesOf(hit);
      if (hit.block.isNear) this.#show(hit, true);
      hit.block.place.unit.painted.set(hit.key, hit);
      this.painted.add(hit);
      this.#onPaint(hit);
    }

    /** @param {Reading.Hit} hit */
    #erase(hit) {
      this.#show(hit, false);
      hit.ranges = [];
      hit.block.place.unit.painted.delete(hit.key);
      this.painted.delete(hit);
    }

    /**
     * @param {Reading.Hit} hit
     * @param {boolean} isShown
     */
    #show(hit, isShown) {
      const highlight = this.#highlightOf(hit);
      for (const range of hit.ranges) if (isShown) highlight.add(range); else highlight.delete(range);
      if (isShown && hit.ranges.length > 0) this.#adopt(hit);
    }

    /** @param {Reading.Hit} hit */
    #highlightOf({ span }) {
      return span.confidence < lexibulleCard.SURE ? this.#highlights.probable : this.#highlights.sure;
    }

    /** The rule must stand in each tree that has a highlight. @param {Reading.Hit} hit */
    #adopt({ parts }) {
      for (const { node } of parts) {
        const root = node.getRootNode();
        if (!(root instanceof Document || root instanceof ShadowRoot)) continue;
        adopt(root, this.#sheet); // again, where the page has set its own list anew
        if (this.#adopters.has(root)) continue;
        this.#adopters.add(root);
        this.#roots.push(new WeakRef(root));
      }
    }

    #leave() {
      for (const kind of kinds) CSS.highlights.delete(this.#names[kind]);
      for (const reference of this.#roots) {
        const root = reference.deref();
        if (root) disown(root, this.#sheet);
      }
    }
  }

  const kinds = /** @type {const} */ (['sure', 'probable', 'hovered']);

  /** @param {Reading.Hit} hit */
  function rangesOf({ parts }) {
    return parts.map(({ node, start, end }) => new StaticRange({ startContainer: node, startOffset: start, endContainer: node, endOffset: end }));
  }

  /** @param {Reading.Block} block */
  function isSeen({ container }) {
    return container.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  }

  /** The registry is shared with the page: a name that nobody else has, and nobody looks for. */
  function unlikelyName() {
    return `h${Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(36)).join('')}`;
  }

  Object.assign(lexibulle, { Painter, unlikelyName });
}
