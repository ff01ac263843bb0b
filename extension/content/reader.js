'use strict';
// Reads the page: walks it as it is rendered and cuts its text into blocks.
{
  const { FlowText, Places, flatChildren, flatParent, isInline, isNothing, isReadable, isWithheld, kindOf, shadowRootOf } = lexibulle;
  const LONG = 20_000; // characters from which a block ends at the next node, so that none grows without bounds
  const LETTERS = /\p{L}{2}/u;

  class Reader {
    #places = new Places();
    /** @type {WeakSet<Element>} elements with a box, read with all that was in them */
    #read = new WeakSet();
    /** @type {WeakSet<Element>} to be read with all that is in them, whatever of it was read before */
    #anew = new WeakSet();
    #blocks;
    #found;

    /**
     * @param {ReadingBlocks} blocks
     * @param {ReadingFound} found
     */
    constructor(blocks, found) {
      this.#blocks = blocks;
      this.#found = found;
    }

    /**
     * Reads what is in an element, one `yield` an element. Blocks that are as they were are kept. Unless `deep`, only
     * the text that the element holds itself is read again, and what in it was never read.
     *
     * @param {Element} element
     * @param {boolean} deep
     * @returns {Generator<void, void>}
     */
    *read(element, deep) {
      const container = containerOf(element);
      if (!container) return;
      if (!container.checkVisibility()) return this.#found.hidden(unrendered(container));
      yield* new Walk(this.#places, { read: this.#read, anew: this.#anew }, this.#blocks, this.#found).start(container, deep);
    }

    /**
     * An element came in, or is shown, perhaps not for the first time: it and all that is in it will be read whatever
     * was known of it.
     *
     * @param {Element} element
     */
    forget(element) {
      this.#read.delete(element);
      this.#anew.add(element);
    }
  }

  /** One walk: where it is, and the text that is growing. */
  class Walk {
    #text = new FlowText();
    /** @type {Element[]} elements with a box, the innermost last */
    #containers = [];
    /** @type {Reading.Place} */
    #place = { unit: { blocks: new Set(), painted: new Map() }, quiet: false };
    /** @type {Set<Reading.Block>} */
    #kept = new Set();

    /**
     * @param {InstanceType<typeof Places>} places
     * @param {{read: WeakSet<Element>, anew: WeakSet<Element>}} known
     * @param {ReadingBlocks} blocks
     * @param {ReadingFound} found
     */
    constructor(places, { read, anew }, blocks, found) {
      this.places = places;
      this.read = read;
      this.anew = anew;
      this.blocks = blocks;
      this.found = found;
      this.isDeep = false;
    }

    /**
     * @param {Element} container
     * @param {boolean} deep
     */
    *start(container, deep) {
      this.isDeep = deep;
      this.#place = this.places.enter(container, this.places.at(container));
      yield* this.#inside(container, getComputedStyle(container));
    }

    /**
     * @param {Element} container
     * @param {CSSStyleDeclaration} style
     * @returns {Generator<void, void>}
     */
    *#inside(container, style) {
      this.#containers.push(container);
      yield* this.#children(container, style);
      this.#flush();
      this.#containers.pop();
      for (const block of this.blocks.in(container)) if (!this.#kept.has(block)) this.blocks.drop(block);
      this.read.add(container);
    }

    /**
     * @param {Element} element
     * @param {CSSStyleDeclaration} style
     * @returns {Generator<void, void>}
     */
    *#children(element, style) {
      const root = shadowRootOf(element);
      if (root) this.found.root(root);
      for (const child of flatChildren(element, root)) {
        if (child instanceof Text) this.#add(child, element, style);
        else if (child instanceof Element && !isNothing(child)) yield* this.#element(child);
      }
    }

    /**
     * @param {Element} element
     * @returns {Generator<void, void>}
     */
    *#element(element) {
      yield;
      if (element.localName === 'br') return this.#text.breakLine();
      if (!this.isDeep && this.read.has(element)) return this.#pass(element);
      const style = getComputedStyle(element);
      const kind = kindOf(element, style);
      if (kind === 'none') return this.found.hidden(element);
      if (kind === 'tucked') return undefined;
      const isBlock = !isInline(style.display);
      if (isBlock) this.#flush();
      else if (style.display.startsWith('inline-')) this.#text.edge();
      if (kind === 'object') return isBlock ? undefined : this.#text.object();

      const outer = this.#place;
      const inner = this.places.enter(element, outer);
      if (inner !== outer) this.#flush(); // what one clicks is no part of the sentence around it
      this.#place = inner;
      const isAnew = this.anew.delete(element);
      const steps = isBlock ? this.#inside(element, style) : this.#children(element, style);
      yield* isBlock || isAnew ? this.#deeply(steps) : steps;
      if (inner !== outer) this.#flush();
      this.#place = this.places.leave(element, outer, inner, this.#place);
      if (style.display.startsWith('inline-')) this.#text.edge();
      return undefined;
    }

    /** Passes over what was read before. @param {Element} element */
    #pass(element) {
      this.#flush();
      this.#place = this.places.after(element) ?? this.#place;
    }

    /** @param {Generator<void, void>} steps */
    *#deeply(steps) {
      const wasDeep = this.isDeep;
      this.isDeep = true;
      yield* steps;
      this.isDeep = wasDeep;
    }

    /**
     * @param {Text} node
     * @param {Element} parent
     * @param {CSSStyleDeclaration} style of the parent
     */
    #add(node, parent, { visibility, whiteSpaceCollapse }) {
      if (visibility !== 'visible') return this.#veil(node, parent);
      this.#text.add(node, whiteSpaceCollapse);
      return this.#text.text.length > LONG ? this.#flush() : undefined;
    }

    /**
     * It takes its room, but is not seen.
     *
     * @param {Text} node
     * @param {Element} parent
     */
    #veil(node, parent) {
      this.#text.object();
      if (LETTERS.test(node.data)) this.found.veiled(parent);
    }

    /** The text so far is a block, where there is anything to read in it. */
    #flush() {
      const { text, pieces } = this.#text;
      if (text) this.#text = new FlowText();
      if (pieces.length === 0 || !LETTERS.test(text)) return;
      const container = /** @type {Element} */ (this.#containers.at(-1));
      const { block, isNew } = this.blocks.take({ container, text, pieces, place: this.#place });
      this.#kept.add(block);
      if (isNew) this.found.block(block);
    }
  }

  /**
   * The element with a box that holds an element's text; null where it is not to be read.
   *
   * @param {Element} element
   * @returns {Element | null}
   */
  function containerOf(element) {
    if (!isReadable(element.ownerDocument)) return null;
    let container = null;
    for (let at = /** @type {Element | null} */ (element); at; at = flatParent(at)) {
      if (isNothing(at) || isWithheld(at)) return null;
      if (!container && !isInline(getComputedStyle(at).display)) container = at;
    }
    return container;
  }

  /**
   * Of what keeps an element from being rendered, the outermost: when it has a box, the element may have one.
   *
   * @param {Element} element that is not rendered
   */
  function unrendered(element) {
    let outermost = element;
    for (let at = flatParent(element); at && !at.checkVisibility(); at = flatParent(at)) {
      if (getComputedStyle(at).display !== 'contents') outermost = at; // that has never a box
    }
    return outermost;
  }

  lexibulle.Reader = Reader;
}
