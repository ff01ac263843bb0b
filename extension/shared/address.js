/** Plain http reaches this computer only; a team's service has https, on any host. */
const LOOPBACK = /^(127\.0\.0\.1|localhost)$/;
const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/; // browsers differ in what else they take for one

/** @param {unknown} value an origin, without a slash at the end */
export function isServiceAddress(value) {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { origin, protocol, hostname } = new URL(value);
  if (origin !== value || !HOST.test(hostname)) return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}

/** @param {string} address */
export function isLocal(address) {
  return LOOPBACK.test(new URL(address).hostname);
}

/**
 * What somebody types, as an address: « lexibulle.acme.fr », with or without https and a path.
 *
 * @param {string} typed
 */
export function addressFrom(typed) {
  const text = typed.trim();
  const local = /^(127\.0\.0\.1|localhost)(:|\/|$)/.test(text);
  const full = /^[a-z]+:\/\//i.test(text) ? text : `${local ? 'http' : 'https'}://${text}`;
  return URL.canParse(full) && !/\s/.test(text) ? new URL(full).origin : text;
}
