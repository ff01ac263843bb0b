/**
 * The token that the service gave this extension: bound to one address, kept from content scripts, never in a URL or a
 * log. Beside it, `paired` says at which address it is good, which is no secret and tells our pages when that changes.
 *
 * @typedef {{value: string, service: string}} Token
 */
import { settings } from './settings.js';
import { local } from './stored.js';
import { dropSecret, keepSecret, readSecret } from './vault.js';

/** @returns {Promise<string | undefined>} that of the present service */
export async function token() {
  const paired = await local.read('paired', '');
  return paired === (await settings()).service ? readSecret() : undefined;
}

/** @param {Token} given */
export async function keepToken({ value, service }) {
  await keepSecret(value);
  await local.write('paired', service);
}

export async function dropToken() {
  await local.remove('paired');
  await dropSecret();
}
