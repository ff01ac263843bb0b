/**
 * What is known of each open page, frame by frame, until it is left: the evidence seen so far and the words found.
 *
 * @typedef {object} Page
 * @property {string} key of the document, new after a navigation
 * @property {string} context of the service, opaque
 * @property {boolean} reading
 * @property {boolean} refused
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
const NEW = { key: '', context: '', reading: true, refused: false, found: [] };

/** @param {Place} place where a new document is */
export async function enter(place) {
  await update(place, () => NEW);
}

/** @param {Place} place */
export async function leave(place) {
  await update(place, () => undefined);
}

/** @param {Place} place */
export async function isEntered(place) {
  return (await session.read(nameOf(place), undefined)) !== undefined;
}

/**
 * The page that is now in the document there: another key is another page.
 *
 * @param {Place} place
 * @param {string} key
 */
export async function turnTo(place, key) {
  await update(place, (page) => page && (page.key === key ? page : { ...NEW, key }));
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
 * What is said of a page that was left meanwhile comes too late.
 *
 * @param {Place} place
 * @param {string} key
 * @param {Partial<Page>} changes
 */
export async function changePage(place, key, changes) {
  await update(place, (page) => (page?.key === key ? { ...page, ...changes } : page));
}

/**
 * @param {number} tab
 * @returns {Promise<Page[]>} the main frame first
 */
export async function pagesOf(tab) {
  return (await framesOf(tab)).map(({ page }) => page);
}

/**
 * @param {number} tab
 * @param {Lexibulle.TermKey} key
 * @returns {Promise<number | undefined>} the first frame with this word
 */
export async function frameWith(tab, key) {
  return (await framesOf(tab)).find(({ page }) => page.found.some((term) => term.key === key))?.frame;
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

/**
 * @param {number} tab
 * @returns {Promise<{frame: number, page: Page}[]>} the main frame first
 */
async function framesOf(tab) {
  const kept = Object.entries(await api.storage.session.get(null)).filter(([name]) => name.startsWith(`page:${tab}:`));
  const frames = kept.map(([name, page]) => ({ frame: Number(name.split(':')[2]), page: /** @type {Page} */ (page) }));
  return frames.sort((one, other) => one.frame - other.frame);
}

/**
 * @param {Place} place
 * @param {(page: Page | undefined) => Page | undefined} change
 */
function update(place, change) {
  return session.update(nameOf(place), /** @type {Page | undefined} */ (undefined), change);
}
