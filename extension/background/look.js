/** The card's style sheet, for content scripts: they cannot read the extension's files, and pages must not. */
import { api } from '../shared/browser.js';

const SHEETS = ['card/look.css', 'card/card.css', 'content/host.css'];

/** @returns {Promise<string>} */
export async function cardLook() {
  const texts = await Promise.all(SHEETS.map(async (sheet) => (await fetch(api.runtime.getURL(sheet))).text()));
  return texts.join('');
}
