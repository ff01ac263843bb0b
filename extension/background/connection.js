/** How it stands with the service: the one answer for popup, first run and icon. */
import { isLocal } from '../shared/address.js';
import { pairing } from './pairing.js';
import { rest } from './patience.js';
import { settings } from './settings.js';
import { local } from './stored.js';
import { token } from './token.js';



/** @returns {Promise<Lexibulle.Connection>} */
export async function connection() {
  const asked = await pairing();
  if (asked) return asked;
  if (!(await token())) return { state: (await local.read('revoked', false)) ? 'revoked' : 'unpaired' };
  const { failures, code, until } = await rest();
  if (failures === 0) return { state: 'ok' };
  return code === 'old' || code === 'stranger' ? { state: code } : { state: code, retryAt: until };
}

/** @returns {Promise<Lexibulle.Service>} */
export async function service() {
  const { service: address } = await settings();
  const { hostname } = new URL(address);
  return { address, host: isLocal(address) ? '' : hostname };
}
