/** « Que veut dire … ? » on a selection. */
import { api } from '../shared/browser.js';
import { lineOf } from '../shared/failures.js';
import { failureOf } from './failure.js';
import { lookUp } from './lookup.js';
import { tell } from './news.js';
import { bePresent } from './presence.js';

const LOOKUP = 'lookup';

export async function makeMenu() {
  await api.contextMenus.removeAll();
  api.contextMenus.create({ id: LOOKUP, title: api.i18n.getMessage('menuLookup'), contexts: ['selection'] });
}

/**
 * @param {chrome.contextMenus.OnClickData} info
 * @param {chrome.tabs.Tab} [tab]
 */
export async function onMenu({ menuItemId, selectionText, frameId }, tab) {
  if (menuItemId !== LOOKUP || !selectionText || tab?.id === undefined) return;
  const found = lookUp(selectionText).catch((error) => ({ failure: lineOf(failureOf(error)) }));
  const [looked] = await Promise.all([found, bePresent(tab.id, frameId)]);
  await tell(tab.id, { kind: 'lookup-shown', looked }, frameId ?? 0);
}
