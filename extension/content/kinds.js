'use strict';
// What of the page is read at all.
{
  /** Never rendered as text. */
  const NOTHING = new Set(['script', 'style', 'noscript', 'template', 'head', 'title', 'meta', 'link', 'rt', 'rp', 'area', 'param', 'source', 'track']);

  /** Rendered, but not ours to read: fields, code, drawings, players. */
  const OBJECTS = new Set([
    'input', 'textarea', 'select', 'option', 'optgroup', 'datalist', 'output', 'meter', 'progress',
    'code', 'pre', 'kbd', 'samp', 'var', 'svg', 'math', 'img', 'picture', 'canvas', 'video', 'audio', 'object', 'embed',
    'iframe', 'frame', 'frameset', 'map',
  ]);

  /** What somebody is writing, and what a page marks as private. */
  const WITHHELD =
    '[contenteditable]:not([contenteditable="false" i]), [role="textbox"], [role="searchbox"], [role="combobox"], ' +
    '[role="spinbutton"], [data-private], [data-hj-suppress], [data-sentry-mask], [data-dd-privacy="mask"], .fs-mask';

  /**
   * @param {Element} element
   * @param {CSSStyleDeclaration} style computed
   */
  function kindOf(element, style) {
    if (style.display === 'none') return 'none';
    if (isTucked(style)) return 'tucked';
    return isWithheld(element) ? 'object' : 'text';
  }

  /** @param {Element} element */
  function isNothing(element) {
    return NOTHING.has(element.localName);
  }

  /**
   * Not to be read, but rendered: the words on both sides of it are not neighbours.
   *
   * @param {Element} element
   */
  function isWithheld(element) {
    return OBJECTS.has(element.localName) || element.matches(WITHHELD);
  }

  /**
   * Shown to screen readers only: a twin of what is seen, or a remark that has no place on the screen. Each value is
   * computed when it is asked for, and sizes need the page's layout: few elements get that far.
   *
   * @param {CSSStyleDeclaration} style
   */
  function isTucked(style) {
    if (style.position !== 'absolute' && style.position !== 'fixed') return false;
    const { clip, clipPath, overflow } = style;
    if (clipPath.startsWith('inset(') && /\b(50|100)%/.test(clipPath)) return true;
    if (clip !== 'auto' && /^rect\((0px|1px|auto)(, (0px|1px)){3}\)$/.test(clip)) return true;
    return overflow !== 'visible' && parseFloat(style.width) <= 1 && parseFloat(style.height) <= 1;
  }

  /** @param {string} display */
  function isInline(display) {
    return display.startsWith('inline') || display === 'contents' || display.startsWith('ruby');
  }

  /**
   * A document that is itself being written, as in old editors, is left alone; that may begin at any time.
   *
   * @param {Document} document
   */
  function isReadable({ designMode, documentElement, body }) {
    return designMode !== 'on' && documentElement instanceof HTMLElement && body instanceof HTMLElement;
  }

  Object.assign(lexibulle, { kindOf, isInline, isNothing, isReadable, isWithheld });
}
