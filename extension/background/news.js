/** What content scripts are told without having asked. A tab that does not listen is no fault. */
import { api } from '../shared/browser.js';
import { tabsRead } from './pages.js';
import { pageSettings } from './pagesettings.js';

/**
 * @param {number} tab
 * @param {Lexibulle.News} news
 * @param {number} [frame] all frames where it is left out
 */
export async function tell(tab, news, frame) {
  await api.tabs.sendMessage(tab, news, frame === undefined ? {} : { frameId: frame }).catch(() => {});
}

/** @param {Lexibulle.News} news */
export async function tellAll(news) {
  await Promise.all((await tabsRead()).map((tab) => tell(tab, news)));
}

/** Every tab hears the settings that hold for its own site. */
export async function tellSettings() {
  await Promise.all(
    (await tabsRead()).map(async (id) => {
      const tab = await api.tabs.get(id).catch(() => undefined);
      if (tab) await tell(id, { kind: 'settings-changed', settings: await pageSettings(tab.url) });
    }),
  );
}
