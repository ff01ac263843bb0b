/** What a content script may know: the settings that hold for its site, and nothing else. */
import { webAddress } from '../shared/matching.js';
import { settings } from './settings.js';
import { siteOf } from './sites.js';
import { asleep } from './sleep.js';
import { salt, words } from './words.js';

/**
 * @param {string | undefined} address of the tab
 * @returns {Promise<Lexibulle.PageSettings>}
 */
export async function pageSettings(address) {
  const { service, loudness, level, uncertain, pausedUntil } = await settings();
  const { known, hidden, dismissed } = await words();
  const url = webAddress(address);
  const site = url && url.origin !== service ? await siteOf(url) : { name: '', state: 'never' };
  const running = pausedUntil > Date.now() ? 'paused' : 'on';
  return {
    state: site.state === 'on' ? running : 'off',
    loudness,
    level,
    uncertain,
    site: site.name,
    known,
    hidden: hidden[site.name] ?? [],
    asleep: await asleep(),
    dismissed: dismissed[site.name] ?? [],
    salt: await salt(),
  };
}
