/** What is kept, by key. Reading and writing back is one step: two changes at once do not lose one another. */
import { api } from '../shared/browser.js';

/** @type {Map<string, Promise<unknown>>} */
const turns = new Map();

/** Kept on disk: settings, words, the token. Never a text. */
export const local = area('local');
/** Kept in memory until the browser closes: it survives the death of the worker. */
export const session = area('session');

/** @param {'local' | 'session'} name */
function area(name) {
  /**
   * @template Value
   * @param {string} key
   * @param {Value} otherwise
   * @returns {Promise<Value>}
   */
  async function read(key, otherwise) {
    const kept = await api.storage[name].get(key);
    return /** @type {Value} */ (kept[key] ?? otherwise);
  }

  /**
   * @param {string} key
   * @param {unknown} value
   */
  async function write(key, value) {
    await api.storage[name].set({ [key]: value });
  }

  /** @param {string | string[]} keys */
  async function remove(keys) {
    await api.storage[name].remove(keys);
  }

  /**
   * @template Value
   * @param {string} key
   * @param {Value} otherwise
   * @param {(value: Value) => Value} change
   * @returns {Promise<Value>} what is kept now; undefined: nothing
   */
  function update(key, otherwise, change) {
    return inTurn(`${name}:${key}`, async () => {
      const value = change(await read(key, otherwise));
      await (value === undefined ? remove(key) : write(key, value));
      return value;
    });
  }

  return { read, write, remove, update };
}

/**
 * Runs `step` after those of the same name that were asked for before.
 *
 * @template Value
 * @param {string} name
 * @param {() => Promise<Value>} step
 * @returns {Promise<Value>}
 */
export function inTurn(name, step) {
  const before = turns.get(name) ?? Promise.resolve();
  const mine = before.then(step, step);
  turns.set(name, mine);
  const leave = () => void (turns.get(name) === mine && turns.delete(name));
  mine.then(leave, leave);
  return mine;
}
