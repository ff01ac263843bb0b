/**
 * What is known of each open page, frame by frame, until it is left: the evidence seen so far and the words found.
 *
 * @typedef {object} Page
 * @property {string} key of the document, new after a navigation
 * @property {string} context of the service, opaque
 * @property {boolean} reading
 * @property {Lexibulle.FoundTerm[]} found
 */
import { session } from './stored.js';
import { api } from '../shared/browser.js';

/**
 * A frame of a tab.
 *
 * @typedef {{tab: number, frame: number}} Place
 */

/** @param {Place} place */
export const nameOf = ({ tab, frame }) => `page:${tab}:${frame}`;

/** @type {Page} */
const NEW = { key: '', context: '', reading: true, found: [] };

/** @param {Place} place where a new document is */
export async function enter(place) {
  await session.write(nameOf(place), NEW);
}

/** @param {Place} place */
export async function leave(place) {
  await session.remove(nameOf(place));
}

/**
 * @param {Place} place
 * @param {string} key
 * @returns {Promise<Page>}
 */
export async function pageAt(place, key) {
  const page = await session.read(nameOf(place), NEW);
  return page.key === key ? page : { ...NEW, key };
}

/**
 * @param {Place} place
 * @param {string} key
 * @param {Partial<Page>} changes
 */
export async function changePage(place, key, changes) {
  await session.update(nameOf(place), NEW, (page) => ({ ...(page.key === key ? page : NEW), ...changes, key }));
}

/**
 * @param {number} tab
 * @returns {Promise<Page[]>} the main frame first
 */
export async function pagesOf(tab) {
  const kept = await api.storage.session.get(null);
  const names = Object.keys(kept).filter((name) => name.startsWith(`page:${tab}:`));
  return names.sort((one, other) => frameOf(one) - frameOf(other)).map((name) => /** @type {Page} */ (kept[name]));
}

/** @returns {Promise<number[]>} tabs in which we read */
export async function tabsRead() {
  const kept = Object.keys(await api.storage.session.get(null));
  return [...new Set(kept.filter((name) => name.startsWith('page:')).map((name) => Number(name.split(':')[1])))];
}

/** @param {number} tab */
export async function leaveTab(tab) {
  const kept = Object.keys(await api.storage.session.get(null));
  await session.remove(kept.filter((name) => name.startsWith(`page:${tab}:`)));
}

/** @param {string} name */
function frameOf(name) {
  return Number(name.split(':')[2]);
}
