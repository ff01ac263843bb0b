'use strict';
// What comes near the screen is worth asking about and worth painting; what was hidden and is shown is worth reading.
{
  const AHEAD = '100%'; // of the screen, above and below
  const LOOK_MS = 150; // between two looks at where everything is: thousands of texts cost each look some ms

  class Near {
    #texts;
    #hidden;

    /**
     * @param {(container: Element, isNear: boolean) => void} onText
     * @param {(element: Element) => void} onShown
     * @param {AbortSignal} signal
     */
    constructor(onText, onShown, signal) {
      this.#texts = observerOf((entries) => {
        for (const { target, isIntersecting } of entries) onText(target, isIntersecting);
      });
      this.#hidden = observerOf((entries, observer) => {
        for (const { target, isIntersecting } of entries) {
          if (!isIntersecting) continue;
          observer.unobserve(target);
          onShown(target);
        }
      });
      signal.addEventListener('abort', () => {
        this.#texts.disconnect();
        this.#hidden.disconnect();
      });
    }

    /** Tells where the container is now, and whenever it comes near or goes away. @param {Element} container */
    followText(container) {
      this.#texts.unobserve(container); // what is observed already would not be told anew
      this.#texts.observe(container);
    }

    /** There is nothing in it to paint. @param {Element} container */
    leaveText(container) {
      this.#texts.unobserve(container);
    }

    /** Tells once, when an element without a box has one. @param {Element} element */
    awaitShown(element) {
      this.#hidden.observe(element);
    }
  }

  /** @param {IntersectionObserverCallback} act */
  function observerOf(act) {
    const options = /** @type {IntersectionObserverInit} */ ({ rootMargin: `${AHEAD} 0px`, scrollMargin: '400px 0px', delay: LOOK_MS });
    return new IntersectionObserver(act, options);
  }

  lexibulle.Near = Near;
}
