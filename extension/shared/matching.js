/** Match patterns of the browser, without paths: `https://*.linkedin.com/*`, `*://*\/*`. */

const PATTERN = /^(\*|https?):\/\/(\*|(?:\*\.)?[^/*]+)\/\*$/;

/**
 * @param {string} pattern
 * @param {URL} url
 */
export function covers(pattern, url) {
  const [, scheme, host] = PATTERN.exec(pattern) ?? [];
  if (!scheme || !host || !/^https?:$/.test(url.protocol)) return false;
  return (scheme === '*' || url.protocol === `${scheme}:`) && coversHost(host, url.hostname);
}

/**
 * @param {string} host
 * @param {string} name
 */
function coversHost(host, name) {
  if (host === '*') return true;
  if (!host.startsWith('*.')) return host === name;
  return name === host.slice(2) || name.endsWith(host.slice(1));
}

/**
 * Does a pattern reach hosts that another one names?
 *
 * @param {string} pattern
 * @param {string} other
 */
export function coversPattern(pattern, other) {
  const [, scheme, host] = PATTERN.exec(pattern) ?? [];
  const [, otherScheme, otherHost] = PATTERN.exec(other) ?? [];
  if (!host || !otherHost) return false;
  return (scheme === '*' || scheme === otherScheme) && coversHost(host, otherHost.replace(/^\*\./, ''));
}

/** @param {string} pattern */
export function isPattern(pattern) {
  return PATTERN.test(pattern);
}

/**
 * @param {string | undefined} text
 * @returns {URL | undefined} undefined where it is no address of the web
 */
export function webAddress(text) {
  const url = text && URL.canParse(text) ? new URL(text) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}
