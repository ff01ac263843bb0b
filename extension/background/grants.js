/**
 * What the browser granted for a site or a server is given back when that is gone. With a pattern Chrome takes away all
 * that the pattern covers, also what others still need: such a pattern stays (`http://*\/*` covers the service's own).
 */
import { isLocal } from '../shared/address.js';
import { api } from '../shared/browser.js';
import { coversPattern } from '../shared/matching.js';
import { settings } from './settings.js';
import { sites } from './sites.js';

/** @param {{sites?: {oldValue?: any}, settings?: {oldValue?: any}}} changes of what is kept */
export async function giveBack({ sites: before, settings: set }) {
  const gone = patternsOf(before?.oldValue, set?.oldValue);
  const needed = [...patternsOf(await sites(), await settings()), ...(api.runtime.getManifest().host_permissions ?? [])];
  const origins = gone.filter((pattern) => !needed.some((other) => coversPattern(pattern, other)));
  if (origins.length > 0) await api.permissions.remove({ origins });
}

/**
 * @param {import('./sites.js').Sites} [kept]
 * @param {Partial<Lexibulle.Settings>} [of]
 */
function patternsOf(kept = {}, { service } = {}) {
  const read = Object.values(kept).flatMap(({ matches }) => matches);
  return service && !isLocal(service) ? [...read, `https://${new URL(service).hostname}/*`] : read;
}
