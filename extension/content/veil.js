'use strict';
// Text that has its place on the page but is not visible there, by `visibility`. No observer tells when that ends: it is
// looked at again after what may have ended it.
{
  const { later } = lexibulle;
  const AGAIN_MS = 250; // after a sign, before it is looked at
  /** What changes a style without a change in the page; those inside a shadow tree do not all come out of it. */
  const SIGNS = [
    'transitionend', 'animationstart', 'animationend', 'animationcancel', 'pointerover', 'focusin', 'change', 'toggle', 'load', 'resize',
  ];

  class Veil {
    /** @type {Set<Element>} that hold text which is not visible */
    #waiting = new Set();
    /** @type {WeakSet<Node>} */
    #roots = new WeakSet();
    #observer;

    /**
     * @param {() => void} onSign it is time to look which are visible now
     * @param {AbortSignal} signal
     */
    constructor(onSign, signal) {
      const soon = later(onSign, AGAIN_MS, signal);
      const note = () => void (this.#waiting.size > 0 && soon());
      this.#observer = new MutationObserver(note);
      for (const sign of SIGNS) addEventListener(sign, note, { capture: true, passive: true, signal });
      signal.addEventListener('abort', () => this.#observer.disconnect());
    }

    /** @param {Element} element that holds text which is not visible */
    await(element) {
      this.#waiting.add(element);
      this.#observe(element.getRootNode());
    }

    /**
     * Those that are visible now, which are awaited no more; undefined for one that is not.
     *
     * @returns {Generator<Element | undefined, void>}
     */
    *lifted() {
      for (const element of this.#waiting) {
        const isLifted = element.isConnected && getComputedStyle(element).visibility === 'visible';
        if (isLifted || !element.isConnected) this.#waiting.delete(element);
        yield isLifted ? element : undefined;
      }
      if (this.#waiting.size > 0) return;
      this.#observer.disconnect();
      this.#roots = new WeakSet();
    }

    /** The attributes of a tree, and of those around it: only while something waits. @param {Node} root */
    #observe(root) {
      if (this.#roots.has(root)) return;
      this.#roots.add(root);
      this.#observer.observe(root, { attributes: true, subtree: true });
      if (root instanceof ShadowRoot) this.#observe(root.host.getRootNode());
    }
  }

  lexibulle.Veil = Veil;
}
