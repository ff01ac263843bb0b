/** « C’est prêt »: pin the icon, open the first site. */
import { ask } from '../shared/ask.js';
import { api } from '../shared/browser.js';
import { CATALOGUE } from '../shared/catalogue.js';
import { button, byId } from '../shared/elements.js';
import { refill } from '../shared/refill.js';
import { say } from '../shared/say.js';

export async function showReady() {
  const keys = await shortcuts();
  byId('ready-keys', HTMLParagraphElement).textContent = say('readyKeys', keys.next ?? '', keys['pause-all'] ?? '');
  const kept = await ask('sites', {});
  const site = CATALOGUE.find(({ name }) => kept[name]?.on && kept[name]?.granted);
  await refill(byId('ready-buttons', HTMLDivElement), site, () => buttonsOf(site));
}

/** @param {{title: string, matches: string[]} | undefined} site */
function buttonsOf(site) {
  const buttons = site ? [button(say('readyOpen', site.title), () => api.tabs.create({ url: addressOf(site) }), { class: 'button first' })] : [];
  return [...buttons, button(say('done'), closeTab)];
}

/** @returns {Promise<Record<string, string>>} as the user has set them */
export async function shortcuts() {
  const commands = await api.commands.getAll();
  return Object.fromEntries(commands.map(({ name, shortcut }) => [name, shortcut || say('keyNone')]));
}

/** @param {{matches: string[]}} site */
function addressOf({ matches: [match = ''] }) {
  return match.replace('*.', 'www.').replace('/*', '/');
}

async function closeTab() {
  const tab = await api.tabs.getCurrent();
  if (tab?.id !== undefined) await api.tabs.remove(tab.id);
}
