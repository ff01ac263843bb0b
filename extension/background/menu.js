/** « Que veut dire “…” ? » on a selection. */
import { api } from '../shared/browser.js';
import { lineOf } from '../shared/failures.js';
import { failureOf } from './failure.js';
import { lookUp } from './lookup.js';
import { tell } from './news.js';
import { bePresent } from './presence.js';
import { keyOfTerm } from './terms.js';

const LOOKUP = 'lookup';
const MOST_NAMED = 40; // characters of a selection

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
  const [looked] = await Promise.all([lookUp(selectionText).catch((error) => excuse(selectionText, error)), bePresent(tab.id, frameId)]);
  await tell(tab.id, { kind: 'lookup-shown', looked }, frameId ?? 0);
}

/**
 * Why there is no answer, as the one entry that was found: the page shows it in the same card.
 *
 * @param {string} text
 * @param {unknown} error
 * @returns {Lexibulle.Looked}
 */
function excuse(text, error) {
  const name = text.length > MOST_NAMED ? `${text.slice(0, MOST_NAMED)}…` : text;
  const term = { id: '', glossary: '', name, definition: lineOf(failureOf(error)) };
  return { text, matches: [{ term: '', glossary: '', score: 0, surface: text }], terms: { [keyOfTerm('', '')]: term }, noted: false };
}
