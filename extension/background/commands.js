/** What a shortcut does. */
import { tell } from './news.js';
import { togglePause } from './pause.js';
import { bePresent } from './presence.js';

/**
 * @param {string} command of the manifest
 * @param {chrome.tabs.Tab} [tab]
 */
export async function onCommand(command, tab) {
  if (command === 'pause-all') await togglePause();
  else if (tab?.id !== undefined && (await bePresent(tab.id))) {
    await tell(tab.id, { kind: /** @type {'next' | 'previous' | 'draft-check'} */ (command) });
  }
}
