/** Puts our scripts into a frame of a tab that the user has just acted in (`activeTab`), where they are not there yet. */
import { api } from '../shared/browser.js';
import { isEntered } from './pages.js';
import { PAGE_SCRIPTS } from './scripts.js';

/**
 * @param {number} tab
 * @param {number} [frame]
 * @returns {Promise<boolean>} false where the browser forbids it
 */
export async function bePresent(tab, frame = 0) {
  if (await isEntered({ tab, frame })) return true;
  try {
    await api.scripting.executeScript({ target: { tabId: tab, frameIds: [frame] }, files: PAGE_SCRIPTS });
    return true;
  } catch {
    return false;
  }
}
