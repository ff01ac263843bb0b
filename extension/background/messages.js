/** Where messages arrive: who sends, has it the shape, who answers. An answer always goes back, and never throws. */
import { api } from '../shared/browser.js';
import { Unanswered, failureOf } from './failure.js';
import { PAGE_CALLS } from './pagecalls.js';
import { PAGE_SHAPES, fits } from './shapes.js';

const BAD = new Unanswered({ code: 'bad-message' });

/**
 * @param {unknown} message
 * @param {chrome.runtime.MessageSender} sender
 * @param {(answer: Lexibulle.Answer<unknown>) => void} answer
 * @returns {true} the answer comes later
 */
export function onMessage(message, sender, answer) {
  answerTo(message, sender).then(
    (value) => answer({ ok: true, value }),
    (error) => answer({ ok: false, failure: failureOf(error) }),
  );
  return true;
}

/**
 * @param {unknown} message
 * @param {chrome.runtime.MessageSender} sender
 * @returns {Promise<unknown>}
 */
async function answerTo(message, sender) {
  if (sender.id !== api.runtime.id) throw BAD;
  const kind = /** @type {{kind?: unknown} | null} */ (message)?.kind;
  if (typeof kind !== 'string' || !Object.hasOwn(PAGE_SHAPES, kind)) throw BAD;
  const known = /** @type {keyof Lexibulle.PageCalls} */ (kind);
  if (!fits(message, PAGE_SHAPES[known]) || !sender.tab || isOwnPage(sender)) throw BAD;
  const call = /** @type {(asked: unknown, from: unknown) => Promise<unknown>} */ (PAGE_CALLS[known]);
  return call(message, placeOf(sender));
}

/** @param {chrome.runtime.MessageSender} sender */
function isOwnPage({ url }) {
  return url?.startsWith(api.runtime.getURL('/')) ?? false;
}

/** @param {chrome.runtime.MessageSender} sender */
function placeOf({ tab, frameId, url, origin }) {
  return { tab: tab?.id ?? -1, frame: frameId ?? 0, address: tab?.url ?? origin ?? url ?? '' };
}
