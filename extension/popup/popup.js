/** The popup: what is kept is read, shown, and shown again when it has changed. */
import { ask } from '../shared/ask.js';
import { api } from '../shared/browser.js';
import { byId } from '../shared/elements.js';
import { say, sayPage } from '../shared/say.js';
import { showLexicon } from './lexicon.js';
import { showStatus } from './status.js';
import { showWords } from './words.js';

const SECOND_MS = 1000;

sayPage();
byId('settings', HTMLButtonElement).addEventListener('click', () => void api.runtime.openOptionsPage());
showLexicon();

const [tab] = await api.tabs.query({ active: true, currentWindow: true });
await show();
void ask('retry', {}).then(show);
api.storage.onChanged.addListener(() => void show());
setInterval(() => void show(), SECOND_MS); // « Nouvel essai dans 30 s »

async function show() {
  const state = await ask('tab-state', { tab: tab?.id ?? 0, address: tab?.url ?? '' });
  showStatus(state);
  await showWords(state, tab?.id ?? 0);
  byId('sent', HTMLParagraphElement).textContent = say('sentTo', state.service.host || say('thisComputer'));
}
