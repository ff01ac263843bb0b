/**
 * Where Lexibulle reads: the sites the user chose, each with its patterns, on or off.
 *
 * A site counts only while the browser grants it: the user may take that back at any time, without telling us.
 *
 * @typedef {object} Site
 * @property {string[]} matches
 * @property {boolean} on
 * @typedef {Record<string, Site>} Sites by the name that is shown: `linkedin.com`, or `*` for all sites
 */
import { api } from '../shared/browser.js';
import { ALL_SITES, siteAt } from '../shared/catalogue.js';
import { covers } from '../shared/matching.js';
import { PAGE_SCRIPTS } from './scripts.js';
import { inTurn, local } from './stored.js';
import { tabsRead } from './pages.js';

const SCRIPT = 'lexibulle';

/** @returns {Promise<Sites>} */
export function sites() {
  return local.read('sites', {});
}

/**
 * Which of the sites is this? One that is named beats « all sites ».
 *
 * @param {URL} url
 * @returns {Promise<Lexibulle.Site>}
 */
export async function siteOf(url) {
  const kept = await sites();
  const name = Object.keys(kept).find((other) => other !== ALL_SITES.name && kept[other]?.matches.some((match) => covers(match, url)));
  const site = kept[name ?? ALL_SITES.name];
  const fresh = siteAt(url);
  if (!site) return { ...fresh, state: 'never' };
  const state = !site.on ? 'off' : (await isGranted(url)) ? 'on' : 'never';
  return name ? { name, matches: site.matches, state } : { ...fresh, state };
}

/**
 * @param {string} name
 * @param {string[]} matches beside those it has: a site that was met on https may be met in clear too
 * @param {boolean} on
 */
export async function setSite(name, matches, on) {
  await local.update('sites', /** @type {Sites} */ ({}), (kept) => {
    const all = new Set([...(kept[name]?.matches ?? []), ...matches]);
    return { ...kept, [name]: { matches: [...all], on } };
  });
}

/**
 * @param {string} name
 * @param {string[]} gone of its patterns; without any left, it is no site
 */
export async function forgetSite(name, gone) {
  await local.update('sites', /** @type {Sites} */ ({}), ({ [name]: site, ...others }) => {
    const matches = site?.matches.filter((match) => !gone.includes(match)) ?? [];
    return site && matches.length > 0 ? { ...others, [name]: { ...site, matches } } : others;
  });
}

/** @returns {Promise<Lexibulle.OwnCalls['sites']['back']>} each with whether the browser still grants it */
export async function sitesGranted() {
  const kept = Object.entries(await sites());
  const granted = await Promise.all(kept.map(([, { matches }]) => api.permissions.contains({ origins: matches })));
  return Object.fromEntries(kept.map(([name, site], at) => [name, { ...site, granted: granted[at] ?? false }]));
}

/** Tells the browser into which pages the scripts go from now on, and puts them into those that are open. */
export function registerScripts() {
  return inTurn('scripts', async () => {
    const { matches, excludeMatches } = await patterns();
    const registered = await api.scripting.getRegisteredContentScripts({ ids: [SCRIPT] });
    if (registered.length > 0) await api.scripting.unregisterContentScripts({ ids: [SCRIPT] });
    if (matches.length === 0) return;
    await api.scripting.registerContentScripts([
      {
        id: SCRIPT,
        js: PAGE_SCRIPTS,
        matches,
        excludeMatches,
        allFrames: true,
        matchOriginAsFallback: true,
        runAt: 'document_idle',
        persistAcrossSessions: true,
      },
    ]);
    await injectIntoOpenTabs(matches, excludeMatches);
  });
}

async function patterns() {
  const kept = Object.values(await sites());
  const wanted = kept.filter(({ on }) => on).flatMap(({ matches }) => matches);
  const granted = await Promise.all(wanted.map((match) => api.permissions.contains({ origins: [match] })));
  return {
    matches: wanted.filter((_, at) => granted[at]),
    excludeMatches: kept.filter(({ on }) => !on).flatMap(({ matches }) => matches),
  };
}

/**
 * @param {string[]} matches
 * @param {string[]} excluded
 */
async function injectIntoOpenTabs(matches, excluded) {
  const alive = new Set(await tabsRead());
  const [open, left] = await Promise.all([api.tabs.query({ url: matches }), excluded.length > 0 ? api.tabs.query({ url: excluded }) : []]);
  const out = new Set(left.map(({ id }) => id));
  for (const { id } of open) {
    if (id === undefined || alive.has(id) || out.has(id)) continue;
    await api.scripting.executeScript({ target: { tabId: id, allFrames: true }, files: PAGE_SCRIPTS }).catch(() => {}); // an error page, a store
  }
}

/** @param {URL} url */
function isGranted(url) {
  return api.permissions.contains({ origins: [`${url.protocol}//${url.hostname}/*`] });
}
