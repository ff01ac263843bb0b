/**
 * Where Chrome and Firefox differ: the one file that knows.
 *
 * Firefox answers with promises under `browser`; Chrome under `chrome`, with the same names.
 *
 * @type {typeof chrome}
 */
export const api = /** @type {any} */ (globalThis).browser ?? chrome;

/** Content scripts must not read the token; Firefox has no such lock yet. */
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
