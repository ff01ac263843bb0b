/**
 * Answers that need not be asked for twice: in memory only, the oldest goes first.
 *
 * Promises are kept, not values: two callers with the same question make one request. A promise that fails leaves.
 *
 * @template Value
 */
export class Cache {
  /** @type {Map<string, Promise<Value>>} */
  #kept = new Map();

  /** @param {number} most */
  constructor(most) {
    this.most = most;
  }

  /** @param {string} key */
  get(key) {
    const found = this.#kept.get(key);
    if (found) {
      this.#kept.delete(key);
      this.#kept.set(key, found);
    }
    return found;
  }

  /**
   * @param {string} key
   * @param {Promise<Value>} promise
   */
  set(key, promise) {
    this.#kept.set(key, promise);
    promise.catch(() => this.#kept.get(key) === promise && this.#kept.delete(key));
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.most) break;
      this.#kept.delete(oldest);
    }
  }
}

/**
 * @param {...unknown} parts
 * @returns {Promise<string>} a short key from which the parts cannot be read back
 */
export async function keyOf(...parts) {
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return btoa(String.fromCharCode(...digest.slice(0, 16)));
}
