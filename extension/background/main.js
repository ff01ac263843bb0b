/** What wakes the background, and who answers. It calls, it does not do; it may die after any line. */
import { api, keepStorageFromPages } from '../shared/browser.js';
import { showTabs } from './icon.js';
import { onMessage } from './messages.js';
import { tellAll } from './news.js';
import { leaveTab } from './pages.js';
import { onChange, restedUntil } from './patience.js';
import { registerScripts } from './sites.js';

void keepStorageFromPages();

api.runtime.onMessage.addListener(onMessage);
api.runtime.onInstalled.addListener(() => void registerScripts());
api.permissions.onAdded.addListener(() => void registerScripts());
api.permissions.onRemoved.addListener(() => void registerScripts());
api.tabs.onRemoved.addListener((tab) => void leaveTab(tab));

onChange(async () => {
  await showTabs();
  if ((await restedUntil()).failures === 0) await tellAll({ kind: 'service-back' });
});
