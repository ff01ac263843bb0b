/** Sites: the browser asks, on the user's click; what was refused leaves no trace. */
import { ask } from './ask.js';
import { api } from './browser.js';

/**
 * Must run in the click itself. Firefox closes the popup while it asks, so the wish is kept first: the background
 * finishes alone once the permission is there.
 *
 * @param {{name: string, matches: string[]}} site
 * @returns {Promise<boolean>} was it granted?
 */
export async function askForSite({ name, matches }) {
  const kept = ask('site-on', { name, matches });
  const granted = await api.permissions.request({ origins: matches });
  await kept;
  if (!granted) await ask('site-forget', { name, matches });
  return granted;
}
