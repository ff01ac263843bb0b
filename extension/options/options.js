/** The settings. What is changed is kept at once; what others change is shown at once. */
import { openShortcuts } from '../shared/browser.js';
import { onChange } from '../shared/changes.js';
import { byId } from '../shared/elements.js';
import { sayPage } from '../shared/say.js';
import { showSiteChoice } from '../shared/sitechoice.js';
import { showReading } from './reading.js';
import { showService } from './service.js';
import { showKeys } from './keys.js';
import { showWords } from './words.js';

sayPage();
byId('change-keys', HTMLButtonElement).addEventListener('click', () => void openShortcuts());
onChange(() => void show());
await show();

async function show() {
  await Promise.all([showReading(), showSiteChoice(), showService(), showWords(), showKeys()]);
}
