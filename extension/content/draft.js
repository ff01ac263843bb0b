'use strict';
// The draft somebody is writing: found and read only when they ask, and never touched.
{
  const { FlowText, deepFocus, flatChildren, flatParent, isInline, isNothing } = lexibulle;
  const EDITABLE = 'textarea, [contenteditable]:not([contenteditable="false" i]), [role="textbox"]';
  const QUOTE = 'blockquote, .gmail_quote, .gmail_attr, .moz-cite-prefix, [type="cite"], #appendonsend, #divRplyFwdMsg, #mail-editor-reference-message-container';
  const SIGNATURE = '.gmail_signature, [data-smartmail="gmail_signature"], .moz-signature, #Signature, #signature';
  const SECRET = 'input, select, [data-private], [autocomplete^="cc-"], [autocomplete*="password"]';

  /**
   * The draft that is meant: the one with the cursor, else the largest that is shown.
   *
   * @returns {HTMLElement | undefined}
   */
  function findDraft() {
    const focused = focusedDraft();
    if (focused) return focused;
    const shown = [...document.querySelectorAll(EDITABLE)].flatMap((element) => outermost(element) ?? []).filter((element) => element.checkVisibility() && areaOf(element) > 0);
    return shown.sort((one, other) => areaOf(other) - areaOf(one))[0];
  }

  /** The one with the cursor. */
  function focusedDraft() {
    return outermost(deepFocus());
  }

  /**
   * What was written, apart from what is quoted and signed.
   *
   * @param {HTMLElement} draft
   * @returns {{text: string, thread: string}}
   */
  function readDraft(draft) {
    if (draft instanceof HTMLTextAreaElement) return { text: draft.value, thread: '' };
    /** @type {{own: string[], quoted: string[]}} */
    const lines = { own: [], quoted: [] };
    readInto(draft, lines, 'own');
    return { text: lines.own.join('\n'), thread: lines.quoted.join('\n') };
  }

  /**
   * @param {Element} element with a box
   * @param {{own: string[], quoted: string[]}} lines
   * @param {'own' | 'quoted'} into
   */
  function readInto(element, lines, into) {
    let line = new FlowText();
    const end = () => {
      if (line.pieces.length > 0) lines[into].push(line.text);
      line = new FlowText();
    };
    const walk = (/** @type {Element} */ parent) => {
      const { whiteSpaceCollapse } = getComputedStyle(parent);
      for (const child of flatChildren(parent)) {
        if (child instanceof Text) line.add(child, whiteSpaceCollapse);
        else if (child instanceof Element) enter(child);
      }
    };
    const enter = (/** @type {Element} */ child) => {
      if (child.localName === 'br') return line.breakLine();
      if (isNothing(child) || child.matches(SECRET) || child.matches(SIGNATURE)) return undefined;
      const style = getComputedStyle(child);
      if (style.display === 'none') return undefined;
      const isQuote = into === 'own' && child.matches(QUOTE);
      if (isInline(style.display) && !isQuote) return walk(child);
      end();
      return readInto(child, lines, isQuote ? 'quoted' : into);
    };
    walk(element);
    end();
  }

  /** @param {Element | null} element */
  function outermost(element) {
    let draft;
    for (let at = element; at; at = flatParent(at)) {
      if (at instanceof HTMLElement && at.matches(EDITABLE) && !at.closest('[data-private]')) draft = at;
    }
    return draft;
  }

  /** @param {Element} element */
  function areaOf(element) {
    const { width, height } = element.getBoundingClientRect();
    return width * height;
  }

  Object.assign(lexibulle, { findDraft, focusedDraft, readDraft });
}
