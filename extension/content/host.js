'use strict';
// The one element that ever stands in the page, and only while something is open: everything of ours is in its shadow.
{
  const { adopt, closestInFlatTree, deepFocus } = lexibulle;
  // The page's styles cannot win against these: in a shadow tree, `!important` beats the page's.
  const RULES = `
    :host {
      all: initial !important;
      position: fixed !important;
      inset: 0 auto auto 0 !important;
      width: 0 !important;
      height: 0 !important;
      overflow: visible !important;
      direction: ltr !important;
      pointer-events: auto !important;
    }`;
  const REM = /([\d.]+)rem/g;
  const DEFAULT_SIZE = 16;
  /** @type {WeakSet<EventTarget>} */
  const hosts = new WeakSet();

  class Host {
    #element = document.createElement('div');
    #sheet = new CSSStyleSheet();
    #look = '';
    #loadLook;
    /** @type {HTMLElement | null} what had the focus before */
    #before = null;

    /**
     * @param {() => Promise<string>} loadLook the style sheet, with sizes in rem
     * @param {string} lang
     */
    constructor(loadLook, lang) {
      this.#loadLook = loadLook;
      this.#element.popover = 'manual';
      this.#element.lang = lang;
      hosts.add(this.#element);
      this.root = this.#element.attachShadow({ mode: lexibulle.shadowMode });
      adopt(this.root, this.#sheet);
    }

    get isOpen() {
      return this.#element.isConnected;
    }

    /** Fetches the look, so that `open` can be at once. */
    async prepare() {
      this.#look ||= await this.#loadLook();
    }

    /**
     * Into the page, above everything: also above the modal dialog or the fullscreen element where `node` stands,
     * outside of which it would be shown but inert.
     *
     * @param {Node} node
     * @param {...HTMLElement} contents
     */
    open(node, ...contents) {
      const place = closestInFlatTree(node, 'dialog:modal, :fullscreen') ?? document.documentElement;
      const before = focused();
      if (!this.root.contains(before)) this.#before = before;
      if (this.#element.parentNode !== place) place.append(this.#element);
      this.root.replaceChildren(...contents);
      if (!this.#element.matches(':popover-open')) this.#element.showPopover();
      this.#dress(place.currentCSSZoom);
    }

    /**
     * Closes as what floats does: on Escape, which is the page's otherwise, on a press elsewhere, when a scroll has moved
     * what it stands beside, and when Tab has led out of it. Not whenever the focus goes: a page may take it back as soon
     * as we have it. Nor on any scroll: a list beside it may, and what we have scrolled ourselves is told late.
     *
     * @param {() => void} close
     * @param {AbortSignal} signal
     * @param {() => boolean} [hasMoved]
     */
    closeLightly(close, signal, hasMoved = () => true) {
      const listen = (/** @type {string} */ type, /** @type {(event: Event) => void} */ act) =>
        addEventListener(type, (event) => event.isTrusted && this.isOpen && act(event), { capture: true, signal });
      const outside = (/** @type {Event} */ event) => event.composedPath().includes(this.#element) || close();
      listen('pointerdown', outside);
      listen('scroll', (event) => hasMoved() && outside(event));
      listen('resize', close);
      listen('blur', (event) => event.target === window && close());
      listen('keydown', (event) => {
        if (/** @type {KeyboardEvent} */ (event).key !== 'Escape') return;
        event.preventDefault();
        event.stopImmediatePropagation();
        close();
      });
      listen('keyup', (event) => /** @type {KeyboardEvent} */ (event).key === 'Tab' && !this.root.activeElement && close());
      signal.addEventListener('abort', close);
    }

    /** Gives the focus back, if it has it. */
    close() {
      if (!this.isOpen) return;
      const hadFocus = this.root.activeElement !== null;
      if (this.#element.matches(':popover-open')) this.#element.hidePopover();
      this.#element.remove();
      this.root.replaceChildren();
      if (hadFocus) this.#before?.focus({ preventScroll: true });
      this.#before = null;
    }

    /**
     * The reader's own font size counts, not the page's: a page may set its rem to anything. So does the browser's zoom.
     *
     * @param {number} zoom the page's own, where we stand: CSS of its root
     */
    #dress(zoom) {
      const size = parseFloat(getComputedStyle(this.#element).fontSize) || DEFAULT_SIZE;
      const dressed = `${RULES} :host { zoom: ${1 / zoom} !important; }` + this.#look.replace(REM, (_, number) => `${Number(number) * size}px`);
      this.#sheet.replaceSync(dressed);
    }
  }

  function focused() {
    const element = deepFocus();
    return element instanceof HTMLElement && element !== document.body ? element : null;
  }

  /** Is this node one of the hosts? @param {EventTarget} node */
  function isOurs(node) {
    return hosts.has(node);
  }

  Object.assign(lexibulle, { Host, isOurs });
}
