'use strict';
// Work in the pauses of the page.
{
  const SLICE_MS = 6; // of one pause at most; a frame has 16
  const EVERY = 16; // steps between two looks at the clock
  const LATEST_MS = 500; // a page that never pauses is read all the same

  /**
   * Runs all steps, a slice at a time.
   *
   * @param {Iterator<void>} steps
   * @param {AbortSignal} signal
   */
  async function inSlices(steps, signal) {
    while (!signal.aborted) {
      const deadline = await pause();
      const until = performance.now() + Math.min(SLICE_MS, Math.max(1, deadline.timeRemaining()));
      do {
        for (let step = 0; step < EVERY; step += 1) if (steps.next().done) return;
      } while (performance.now() < until);
    }
  }

  /** @returns {Promise<IdleDeadline>} */
  function pause() {
    return new Promise((resolve) => requestIdleCallback(resolve, { timeout: LATEST_MS }));
  }

  /**
   * A function that acts once, some time after it was first called; then it may be called again.
   *
   * @param {() => void} act
   * @param {number} ms
   * @param {AbortSignal} signal
   */
  function later(act, ms, signal) {
    let timer = 0;
    signal.addEventListener('abort', () => clearTimeout(timer));
    return () => {
      if (timer || signal.aborted) return;
      timer = setTimeout(() => {
        timer = 0;
        act();
      }, ms);
    };
  }

  Object.assign(lexibulle, { inSlices, later });
}
