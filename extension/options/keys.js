/** The shortcuts as they are set now; the browser itself changes them. */
import { api } from '../shared/browser.js';
import { element } from '../shared/card.js';
import { byId } from '../shared/elements.js';
import { refill } from '../shared/refill.js';
import { say } from '../shared/say.js';

export async function showKeys() {
  const commands = (await api.commands.getAll()).filter(({ description }) => description);
  commands.sort((one, other) => (one.shortcut ?? '').localeCompare(other.shortcut ?? ''));
  await refill(byId('keys', HTMLDListElement), commands, () =>
    commands.flatMap(({ description, shortcut }) => [element('dt', {}, shortcut || say('keyNone')), element('dd', {}, description)]),
  );
}
