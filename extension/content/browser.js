'use strict';
// The one content script that knows it lives in an extension. The others are given functions.
{
  /** @type {typeof chrome} */
  const api = /** @type {any} */ (globalThis).browser ?? chrome;
  /** Those that the DOM standard lets `attachShadow` have one, besides custom elements. */
  const HOSTS = new Set([
    'article', 'aside', 'blockquote', 'body', 'div', 'footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'main',
    'nav', 'p', 'section', 'span',
  ]);
  /** @type {Set<() => void>} */
  const whenGone = new Set();

  class Unanswered extends Error {
    /** @param {Lexibulle.Failure} failure */
    constructor(failure) {
      super(failure.detail ?? failure.code);
      this.failure = failure;
    }
  }

  /**
   * The background's answer. Rejects with `Unanswered`; when the extension is gone, everything here ends too.
   *
   * @template {keyof Lexibulle.PageCalls} K
   * @param {K} kind
   * @param {Lexibulle.PageCalls[K]['sent']} sent
   * @returns {Promise<Lexibulle.PageCalls[K]['back']>}
   */
  async function ask(kind, sent) {
    const answer = await send({ kind, ...sent });
    if (!answer) throw new Unanswered({ code: 'failed' });
    if (!answer.ok) throw new Unanswered(answer.failure);
    return answer.value;
  }

  /**
   * @param {object} message
   * @returns {Promise<Lexibulle.Answer<any> | undefined>}
   */
  async function send(message) {
    try {
      return await api.runtime.sendMessage(message);
    } catch (error) {
      if (!api.runtime?.id) leave();
      throw new Unanswered({ code: 'failed', detail: String(error) });
    }
  }

  function leave() {
    for (const act of whenGone) act();
    whenGone.clear();
  }

  /** @param {() => void} act */
  function onGone(act) {
    whenGone.add(act);
  }

  /**
   * @param {(news: Lexibulle.News) => void} hear
   * @param {AbortSignal} signal
   */
  function onNews(hear, signal) {
    const listen = (/** @type {Lexibulle.News} */ news, /** @type {chrome.runtime.MessageSender} */ sender) => {
      if (sender.id === api.runtime.id) hear(news);
    };
    api.runtime.onMessage.addListener(listen);
    signal.addEventListener('abort', () => api.runtime?.onMessage?.removeListener(listen));
  }

  /**
   * The shadow root of an element, also a closed one, where the browser gives it. Chromium takes its time to answer,
   * so that it is asked only about elements that may have one.
   *
   * @param {Element} element
   * @returns {ShadowRoot | null}
   */
  function shadowRootOf(element) {
    if ('openOrClosedShadowRoot' in element) return /** @type {any} */ (element).openOrClosedShadowRoot;
    if (!(element instanceof HTMLElement) || !mayHost(element.localName)) return null;
    return element.shadowRoot ?? api.dom?.openOrClosedShadowRoot(element) ?? null;
  }

  /** Can an element of this name have a shadow tree? @param {string} name */
  function mayHost(name) {
    return HOSTS.has(name) || name.includes('-');
  }

  /**
   * Adds a sheet to a tree, once. In a content script, Firefox gives the list only on the page's own side of its
   * wall (bug 1751346), from where nothing but the sheet is taken and no method of the page's is called.
   *
   * @param {Document | ShadowRoot} root
   * @param {CSSStyleSheet} sheet
   */
  function adopt(root, sheet) {
    const sheets = pageSide(root).adoptedStyleSheets;
    if (placeIn(sheets, sheet) < 0) sheets[sheets.length] = sheet;
  }

  /**
   * @param {Document | ShadowRoot} root
   * @param {CSSStyleSheet} sheet
   */
  function disown(root, sheet) {
    const sheets = pageSide(root).adoptedStyleSheets;
    const place = placeIn(sheets, sheet);
    if (place < 0) return;
    for (let at = place; at < sheets.length - 1; at += 1) sheets[at] = /** @type {CSSStyleSheet} */ (sheets[at + 1]);
    sheets.length -= 1;
  }

  /**
   * @param {CSSStyleSheet[]} sheets
   * @param {CSSStyleSheet} sheet
   */
  function placeIn(sheets, sheet) {
    for (let at = 0; at < sheets.length; at += 1) if (sheets[at] === pageSide(sheet)) return at;
    return -1;
  }

  /**
   * @template {object} Thing
   * @param {Thing} thing
   * @returns {Thing}
   */
  function pageSide(thing) {
    return /** @type {any} */ (thing).wrappedJSObject ?? thing;
  }

  /**
   * @param {string} key of `_locales`
   * @param {...string} parts that stand for $1, $2 …
   */
  function say(key, ...parts) {
    return api.i18n.getMessage(key, parts);
  }

  /** French, unless the browser speaks English. */
  function language() {
    return say('language') === 'en' ? 'en' : 'fr';
  }

  Object.assign(lexibulle, { Unanswered, adopt, ask, disown, onGone, onNews, say, shadowRootOf, language });
}
