/** What wakes the background, and who answers. It calls, it does not do; it may die after any line. */
import { api, keepStorageFromPages } from '../shared/browser.js';
import { onCommand } from './commands.js';
import { refreshTerms } from './glossary.js';
import { giveBack } from './grants.js';
import { showTabs } from './icon.js';
import { makeMenu, onMenu } from './menu.js';
import { onMessage } from './messages.js';
import { tellAll, tellSettings } from './news.js';
import { leaveTab } from './pages.js';
import { POLL, watch } from './pairing.js';
import { RETRY, onChange, rest } from './patience.js';
import { RESUME, planResume } from './pause.js';
import { probe } from './service.js';
import { registerScripts } from './sites.js';
import { wokeOrFellAsleep } from './sleep.js';

/** @type {Record<string, () => Promise<void>>} */
const ALARMS = { [POLL]: watch, [RETRY]: probe, [RESUME]: everywhere };

void keepStorageFromPages();
void watch(); // a pairing that was under way when the worker died

api.runtime.onMessage.addListener(onMessage);
api.contextMenus.onClicked.addListener(onMenu);
api.commands.onCommand.addListener(onCommand);
api.permissions.onAdded.addListener(() => void registerScripts());
api.permissions.onRemoved.addListener(() => void registerScripts().then(everywhere));
api.tabs.onRemoved.addListener((tab) => void leaveTab(tab));
api.alarms.onAlarm.addListener(({ name }) => void ALARMS[name]?.());

api.runtime.onInstalled.addListener(({ reason }) => {
  void makeMenu();
  void registerScripts();
  if (reason === 'install') void api.tabs.create({ url: api.runtime.getURL('welcome/welcome.html') });
});

api.storage.local.onChanged.addListener((changes) => {
  if (changes.sites) void registerScripts().then(everywhere);
  if (changes.sites || changes.settings) void giveBack(changes);
  if (changes.settings) void planResume();
  if (changes.paired?.newValue) void refreshTerms().then(isBack, () => {});
  if (changes.settings || changes.words || changes.paired || wokeOrFellAsleep(changes.sleep)) void everywhere();
});

onChange(async () => {
  await showTabs();
  if ((await rest()).until < Date.now()) await isBack();
});

/** Settings and icon of every tab. */
async function everywhere() {
  await Promise.all([tellSettings(), showTabs()]);
}

function isBack() {
  return tellAll({ kind: 'service-back' });
}
