'use strict';
// What comes near the screen is worth asking about; what was hidden and is shown is worth reading.
{
  const AHEAD = '100%'; // of the screen, above and below

  class Near {
    #texts;
    #hidden;

    /**
     * @param {(container: Element) => void} onNear
     * @param {(element: Element) => void} onShown
     * @param {AbortSignal} signal
     */
    constructor(onNear, onShown, signal) {
      this.#texts = observerOf(onNear);
      this.#hidden = observerOf(onShown);
      signal.addEventListener('abort', () => {
        this.#texts.disconnect();
        this.#hidden.disconnect();
      });
    }

    /** Tells once, when the container comes near. @param {Element} container */
    awaitText(container) {
      this.#texts.observe(container);
    }

    /** Tells once, when an element without a box has one. @param {Element} element */
    awaitShown(element) {
      this.#hidden.observe(element);
    }
  }

  /** @param {(element: Element) => void} act */
  function observerOf(act) {
    const options = /** @type {IntersectionObserverInit} */ ({ rootMargin: `${AHEAD} 0px`, scrollMargin: '400px 0px' });
    const observer = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        act(target);
      }
    }, options);
    return observer;
  }

  lexibulle.Near = Near;
}
