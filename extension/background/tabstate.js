/** Everything the popup shows of one tab, put together from what is kept. */
import { connection, service } from './connection.js';
import { terms } from './glossary.js';
import { webAddress } from '../shared/matching.js';
import { pagesOf } from './pages.js';
import { settings } from './settings.js';
import { siteOf } from './sites.js';
import { asleep } from './sleep.js';
import { keyOfTerm } from './terms.js';
import { words } from './words.js';

/**
 * @param {number} tab
 * @param {string} address of the page; empty where the browser does not say
 * @returns {Promise<Lexibulle.TabState>}
 */
export async function tabState(tab, address) {
  const { pausedUntil, loudness } = await settings();
  const frames = await pagesOf(tab);
  const site = await siteAt(address);
  const { known, hidden } = await words();
  const silent = new Set([...known, ...(hidden[site.name] ?? [])]); // a page in the background may not have told us yet
  const sleeping = new Set(await asleep());
  const found = (await named(together(frames.flatMap((frame) => frame.found)))).filter(({ key }) => !silent.has(key));
  return {
    connection: await connection(),
    service: await service(),
    site,
    pausedUntil,
    loudness,
    reading: frames.some(({ reading }) => reading),
    refused: frames.some(({ refused }) => refused),
    found: found.filter(({ key }) => !sleeping.has(key)),
    asleep: found.filter(({ key }) => sleeping.has(key)),
  };
}

/**
 * @param {Lexibulle.FoundTerm[]} found
 * @returns {Promise<Lexibulle.FoundWord[]>}
 */
export async function named(found) {
  const known = new Map((await terms()).map((term) => [keyOfTerm(term.glossary, term.id), term]));
  return found.map((one) => {
    const { name = one.key.split(':')[1] ?? one.key, lang, plain } = known.get(one.key) ?? {};
    return { ...one, name, ...(lang && { lang }), ...(plain && { plain }) };
  });
}

/**
 * @param {string} address
 * @returns {Promise<Lexibulle.Site>}
 */
async function siteAt(address) {
  const url = webAddress(address);
  if (!url) return { name: '', state: 'forbidden', matches: [] };
  return siteOf(url);
}

/** @param {Lexibulle.FoundTerm[]} found in several frames */
function together(found) {
  /** @type {Map<Lexibulle.TermKey, number>} */
  const counts = new Map();
  for (const { key, count } of found) counts.set(key, (counts.get(key) ?? 0) + count);
  return [...counts].map(([key, count]) => ({ key, count }));
}
