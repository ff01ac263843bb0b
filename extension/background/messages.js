/** Where messages arrive: who sends, has it the shape, who answers. An answer always goes back, and never throws. */
import { api } from '../shared/browser.js';
import { Unanswered, failureOf } from './failure.js';
import { OWN_CALLS } from './owncalls.js';
import { PAGE_CALLS } from './pagecalls.js';
import { OWN_SHAPES, PAGE_SHAPES, fits } from './shapes.js';

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
  if (isOwnPage(sender)) return answerOwn(/** @type {Lexibulle.OwnMessage} */ (checked(message, OWN_SHAPES)));
  if (sender.tab) return answerPage(/** @type {Lexibulle.PageMessage} */ (checked(message, PAGE_SHAPES)), sender);
  throw BAD;
}

/** @param {Lexibulle.OwnMessage} message */
function answerOwn(message) {
  return /** @type {(asked: unknown) => Promise<unknown>} */ (OWN_CALLS[message.kind])(message);
}

/**
 * @param {Lexibulle.PageMessage} message
 * @param {chrome.runtime.MessageSender} sender
 */
function answerPage({ kind, ...asked }, sender) {
  return /** @type {(asked: unknown, from: unknown) => Promise<unknown>} */ (PAGE_CALLS[kind])(asked, placeOf(sender));
}

/**
 * @param {unknown} message
 * @param {Record<string, import('./shapes.js').Shape>} shapes by kind
 * @returns {unknown} the message, which has its shape
 */
function checked(message, shapes) {
  const kind = /** @type {{kind?: unknown} | null} */ (message)?.kind;
  const shape = typeof kind === 'string' && Object.hasOwn(shapes, kind) ? shapes[kind] : undefined;
  if (!shape || !fits(message, shape)) throw BAD;
  return message;
}

/** @param {chrome.runtime.MessageSender} sender */
function isOwnPage({ url }) {
  return url?.startsWith(api.runtime.getURL('/')) ?? false;
}

/** @param {chrome.runtime.MessageSender} sender */
function placeOf({ tab, frameId, url, origin }) {
  return { tab: tab?.id ?? -1, frame: frameId ?? 0, address: tab?.url ?? origin ?? url ?? '' };
}
