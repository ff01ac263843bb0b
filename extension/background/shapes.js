import { isPattern } from '../shared/matching.js';
import { isSettings } from './settings.js';

/**
 * The shape of each message, checked on arrival: a page that got hold of a content script must not reach further.
 *
 * @typedef {(value: unknown) => boolean} Check
 * @typedef {Record<string, Check>} Shape
 */

/** @param {number} most characters */
const text =
  (most) =>
  (/** @type {unknown} */ value) =>
    typeof value === 'string' && value.length <= most;
/** @type {Check} */
const flag = (value) => typeof value === 'boolean';
/** @type {Check} */
const count = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

/**
 * @param {Check} item
 * @param {number} most
 */
const list =
  (item, most) =>
  (/** @type {unknown} */ value) =>
    Array.isArray(value) && value.length <= most && value.every(item);

/** @param {Shape} shape */
const object =
  (shape) =>
  (/** @type {unknown} */ value) =>
    fits(value, shape);

const name = text(300);
const draft = text(1_000_000); // the service says what is too long, in words

/** @type {Record<Lexibulle.PageMessage['kind'], Shape>} */
export const PAGE_SHAPES = {
  settings: {},
  leave: {},
  look: {},
  annotate: { page: name, title: text(10_000), blocks: list(object({ id: name, text: draft }), 500) },
  term: { id: name, glossary: name },
  know: { key: name },
  forget: { key: name },
  'hide-here': { key: name },
  'show-here': { key: name },
  'not-this-sense': { place: name },
  'this-sense': { place: name },
  seen: { keys: list(name, 10_000) },
  opened: { key: name },
  found: { page: name, reading: flag, refused: flag, terms: list(object({ key: name, count }), 10_000) },
  check: { text: draft, thread: draft },
  lookup: { text: draft },
  note: { word: name },
  'note-undo': { word: name },
};

const patterns = list((value) => typeof value === 'string' && isPattern(value), 50);

/** @type {Record<Lexibulle.OwnMessage['kind'], Shape>} */
export const OWN_SHAPES = {
  'tab-state': { tab: count, address: draft },
  connection: {},
  retry: {},
  lexicon: {},
  settings: {},
  'change-settings': { changes: isSettings },
  sites: {},
  'site-on': { name, matches: patterns },
  'site-off': { name, matches: patterns },
  'site-forget': { name, matches: patterns },
  pair: {},
  'pair-reopen': {},
  'pair-cancel': {},
  unpair: {},
  'go-to': { tab: count, key: name },
  words: {},
  know: { key: name },
  forget: { key: name },
  wake: { key: name },
  unhide: { site: name, key: name },
  'forget-dismissed': {},
  'is-noted': { word: name },
  note: { word: name },
  'note-undo': { word: name },
};

/**
 * Are these the fields, all of them and no other?
 *
 * @param {unknown} value
 * @param {Shape} shape
 */
export function fits(value, shape) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const fields = Object.entries(value).filter(([key]) => key !== 'kind');
  return fields.length === Object.keys(shape).length && fields.every(([key, field]) => Object.hasOwn(shape, key) && shape[key]?.(field));
}
