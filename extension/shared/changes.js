/** When what our pages show may have changed. What is kept of each page that is read is no news for them. */
import { api } from './browser.js';

const OF_THE_SERVICE = ['pairing', 'rest'];

/** @param {() => void} show */
export function onChange(show) {
  api.storage.local.onChanged.addListener(show);
  api.storage.session.onChanged.addListener((changes) => OF_THE_SERVICE.some((key) => key in changes) && show());
  for (const changed of [api.permissions.onAdded, api.permissions.onRemoved]) changed.addListener(show);
}
