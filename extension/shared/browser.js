/**
 * Where Chrome and Firefox differ: the one file that knows.
 *
 * Firefox answers with promises under `browser`; Chrome under `chrome`, with the same names.
 *
 * @type {typeof chrome}
 */
export const api = /** @type {any} */ (globalThis).browser ?? chrome;

/** What is kept is no affair of content scripts; Firefox has no such lock, so that the token lies elsewhere (vault.js). */
export async function keepStorageFromPages() {
  await api.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
}

/** The page where shortcuts are changed, which only the browser itself can show. */
export async function openShortcuts() {
  const firefox = /** @type {any} */ (api.commands).openShortcutSettings;
  if (firefox) await firefox.call(api.commands);
  else await api.tabs.create({ url: 'chrome://extensions/shortcuts' });
}

/** How the service calls us in its list of what is paired. */
export function browserName() {
  return api.runtime.getURL('/').startsWith('moz-') ? 'Firefox' : 'Chrome';
}
