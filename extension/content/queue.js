'use strict';
// Blocks that wait to be asked about, and the asking: one request at a time, in the pauses of the page.
{
  const { Unanswered } = lexibulle;
  const MOST_BLOCKS = 200;
  const MOST_UNITS = 60_000; // UTF-16 units of one request; one long block may be more, alone
  const LATEST_MS = 300;
  const FIRST_WAIT_MS = 1000; // after a failure; doubled each time …
  const LONGEST_WAIT_MS = 60_000; // … up to here

  class Queue {
    /** @type {Set<Reading.Block>} in the order they came */
    #waiting = new Set();
    #isAsking = false;
    #isPlanned = false;
    #failures = 0;
    #timer = 0;
    #options;

    /** @param {QueueOptions} options */
    constructor(options) {
      this.#options = options;
      options.signal.addEventListener('abort', () => clearTimeout(this.#timer));
    }

    get isBusy() {
      return this.#isAsking || this.#waiting.size > 0;
    }

    /** @param {Reading.Block} block */
    add(block) {
      block.state = 'waiting';
      this.#waiting.add(block);
      if (!this.#timer) this.#plan();
    }

    /** What failed may be asked again at once: the service is back, the page is seen again. */
    wake() {
      clearTimeout(this.#timer);
      this.#timer = 0;
      this.#plan();
    }

    #plan() {
      const { signal } = this.#options;
      if (this.#isPlanned || this.#isAsking || this.#waiting.size === 0 || document.hidden || signal.aborted) return;
      this.#isPlanned = true;
      requestIdleCallback(() => this.#askOnce(), { timeout: LATEST_MS });
    }

    async #askOnce() {
      this.#isPlanned = false;
      const blocks = this.#takeBatch();
      this.#isAsking = true;
      try {
        if (blocks.length > 0) await this.#ask(blocks); // what waited may have left the page
      } finally {
        this.#isAsking = false;
        this.#options.ended();
      }
      if (!this.#timer) this.#plan();
    }

    /** @param {Reading.Block[]} blocks */
    async #ask(blocks) {
      const { ask, answered, signal } = this.#options;
      try {
        const answer = await ask(blocks);
        this.#failures = 0;
        if (!signal.aborted) answered(blocks, answer);
      } catch (error) {
        if (!signal.aborted) this.#fail(blocks, error);
      }
    }

    #takeBatch() {
      const batch = [];
      let units = 0;
      for (const block of this.#waiting) {
        if (!this.#options.isLive(block)) {
          this.#waiting.delete(block);
          continue;
        }
        units += block.text.length;
        if (batch.length > 0 && (units > MOST_UNITS || batch.length === MOST_BLOCKS)) break;
        batch.push(block);
        block.state = 'asked';
        this.#waiting.delete(block);
      }
      return batch;
    }

    /**
     * A text that is refused is not sent again; everything else comes back later.
     *
     * @param {Reading.Block[]} blocks
     * @param {unknown} error
     */
    #fail(blocks, error) {
      if (!(error instanceof Unanswered)) throw error;
      const { code, retryIn } = error.failure;
      if (code === 'refused' || code === 'bad-message') {
        for (const block of blocks) block.state = 'refused';
        return;
      }
      this.#waiting = new Set([...blocks, ...this.#waiting]);
      for (const block of blocks) block.state = 'waiting';
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures);
      this.#failures += 1;
      this.#timer = setTimeout(() => this.wake(), Math.max(wait, retryIn ?? 0));
    }
  }

  lexibulle.Queue = Queue;
}
