/** The icon says the state of its tab; no number, no sound. */
import { api } from '../shared/browser.js';
import { connection } from './connection.js';
import { tabsRead } from './pages.js';
import { pageSettings } from './pagesettings.js';

const SIZES = [16, 32, 48, 128];

/** @param {number} tab */
export async function showTab(tab) {
  const { url } = await api.tabs.get(tab);
  const { state } = await pageSettings(url);
  const isAway = (await connection()).state !== 'ok';
  await api.action.setIcon({ tabId: tab, path: pathsOf(isAway ? 'off' : state) });
}

export async function showTabs() {
  await Promise.all((await tabsRead()).map((tab) => showTab(tab).catch(() => {}))); // closed meanwhile
}

/** @param {Lexibulle.PageSettings['state']} state */
function pathsOf(state) {
  return Object.fromEntries(SIZES.map((size) => [size, `/icons/${state}-${size}.png`]));
}
