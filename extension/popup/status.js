/** The line of the popup and its buttons: one state, the first that holds. */
import { byId, button } from '../shared/elements.js';
import { refill } from '../shared/refill.js';
import { say, sayCount } from '../shared/say.js';
import { sayPausedUntil, secondsUntil } from '../shared/time.js';
import { ACTIONS } from './actions.js';

const READING_AFTER_MS = 400;
const FIRST = ['pair', 'siteOn', 'resume', 'underline', 'paste', 'howToStart']; // what most people want now
const shownAt = Date.now();

/**
 * @typedef {object} Shown
 * @property {string} line
 * @property {Offer[]} offers
 * @typedef {{action: keyof typeof ACTIONS, label: string}} Offer
 */

/** @param {Lexibulle.TabState} state */
export function showStatus(state) {
  const { line, offers } = statusOf(state);
  const heading = byId('line', HTMLHeadingElement);
  if (heading.textContent !== line) heading.textContent = line;
  sayAloud(line);
  void refill(byId('buttons', HTMLDivElement), [offers, state.site, state.service], () => offers.map((one) => offered(one, state)));
}

/**
 * A new state is read out once, not each second of « Nouvel essai dans 30 s ».
 *
 * @param {string} line
 */
function sayAloud(line) {
  const said = byId('said', HTMLParagraphElement);
  const sentence = line.replace(/\d+/g, '…');
  if (said.dataset.sentence === sentence) return;
  said.dataset.sentence = sentence;
  said.textContent = line;
}

/**
 * @param {Offer} offer
 * @param {Lexibulle.TabState} state
 */
function offered({ action, label }, state) {
  return button(label, () => ACTIONS[action](state), { class: FIRST.includes(action) ? 'button first' : 'button' });
}

/**
 * @param {Lexibulle.TabState} state
 * @returns {Shown}
 */
function statusOf(state) {
  return connectionOf(state) ?? siteOf(state) ?? runningOf(state);
}

/**
 * @param {Lexibulle.TabState} state
 * @returns {Shown | undefined}
 */
function connectionOf({ connection, service }) {
  const again = offer('retry', 'retry');
  switch (connection.state) {
    case 'ok':
      return undefined;
    case 'unpaired':
      return { line: say('unpaired'), offers: [offer('pair', 'pair')] };
    case 'pending':
      return { line: say('pairPending', connection.code), offers: [offer('pairReopen', 'pairReopen'), offer('pairCancel', 'cancel')] };
    case 'refused':
      return { line: say('pairRefused'), offers: [offer('pair', 'pairAgain')] };
    case 'expired':
      return { line: say('pairExpired'), offers: [offer('pair', 'pairAgain')] };
    case 'revoked':
      return { line: say('revoked'), offers: [offer('pair', 'pairAnew')] };
    case 'old':
      return { line: say('serviceOld'), offers: [offer('howToUpdate', 'howTo')] };
    case 'stranger':
      return { line: say('serviceStranger'), offers: [again] };
    case 'busy':
      return { line: say('serviceBusy', secondsUntil(connection.retryAt)), offers: [] };
    case 'failed':
      return { line: say('serviceFailed', secondsUntil(connection.retryAt)), offers: [again] };
    case 'absent':
      if (!service.host) return { line: say('serviceAbsent'), offers: [offer('howToStart', 'howToStart'), again] };
      return { line: say('teamAbsent', service.host, secondsUntil(connection.retryAt)), offers: [again] };
  }
}

/**
 * @param {Lexibulle.TabState} state
 * @returns {Shown | undefined}
 */
function siteOf({ site, pausedUntil }) {
  if (site.state === 'forbidden') return { line: say('pageForbidden'), offers: [offer('paste', 'pasteText')] };
  if (pausedUntil > Date.now()) return { line: sayPausedUntil(pausedUntil), offers: [offer('resume', 'resume')] };
  if (site.state === 'never') return { line: say('siteNever', site.name), offers: [offer('siteOn', 'siteActivate')] };
  if (site.state === 'off') return { line: say('siteOff', site.name), offers: [offer('siteOn', 'siteReactivate')] };
  return undefined;
}

/**
 * @param {Lexibulle.TabState} state
 * @returns {Shown}
 */
function runningOf({ site, loudness, found, reading, refused }) {
  const off = { action: /** @type {const} */ ('siteOff'), label: say('siteDeactivate', site.name) };
  if (loudness === 'discreet') return { line: say('discreetLine'), offers: [offer('underline', 'underline'), off] };
  const offers = [off, offer('pause', 'pause'), offer('discreet', 'discreet')];
  if (found.length > 0) return { line: sayCount('wordsFound', found.length), offers };
  if (!reading) return { line: say(refused ? 'nothingFoundInRead' : 'nothingFound'), offers };
  return { line: Date.now() - shownAt < READING_AFTER_MS ? '' : say('reading'), offers };
}

/**
 * @param {Offer['action']} action
 * @param {string} key of the label
 * @returns {Offer}
 */
function offer(action, key) {
  return { action, label: say(key) };
}
