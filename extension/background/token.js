/**
 * The token that the service gave this extension: bound to one address, kept from content scripts, never in a URL or a log.
 *
 * @typedef {{value: string, service: string}} Token
 */
import { local } from './stored.js';
import { settings } from './settings.js';

/** @returns {Promise<string | undefined>} that of the present service */
export async function token() {
  const kept = await local.read('token', /** @type {Token | undefined} */ (undefined));
  return kept?.service === (await settings()).service ? kept.value : undefined;
}

/** @param {Token} given */
export async function keepToken(given) {
  await local.write('token', given);
}

export async function dropToken() {
  await local.remove('token');
}
