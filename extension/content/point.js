'use strict';
// When a pointer means a term: it rests there; nothing is dragged, selected, scrolled or typed.
{
  const { closestInFlatTree, deepFocus, isOurs } = lexibulle;
  const LOOK_MS = 40; // between two looks at a pointer that moves; a frame of the page's own is not asked for
  const REST_MS = 150;
  const REST_IN_LINK_MS = 500;
  const LEAVE_MS = 300;
  const AFTER_KEY_MS = 1000;
  const AFTER_SCROLL_MS = 200;
  const LINK = 'a[href], button, [role="link"], [role="button"]';

  /**
   * Where a pointer is, and whether over something of ours: an event tells its path only while it is heard.
   *
   * @typedef {{x: number, y: number, buttons: number, shiftKey: boolean, target: EventTarget | null, isOverUs: boolean}} Pointed
   */

  /**
   * @param {PointingOptions} options
   * @returns {void}
   */
  function watchPointer({ pick, isOffered, show, leave, shownHit, hover, signal }) {
    /** @type {Pointed | undefined} the last one, until it is looked at */
    let waiting;
    let looking = 0;
    let last = { x: -1, y: -1, target: /** @type {EventTarget | null} */ (null) };
    let timer = 0;
    let lastKey = -Infinity;
    let lastScroll = -Infinity;
    /** @type {Reading.Hit | undefined} */
    let meant;

    const listen = (/** @type {string} */ type, /** @type {(event: any) => void} */ act) =>
      addEventListener(type, (event) => event.isTrusted && act(event), { capture: true, passive: true, signal });
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      clearTimeout(looking);
    });

    listen('pointermove', (/** @type {PointerEvent} */ event) => {
      if (event.pointerType === 'touch') return;
      if (!waiting) looking = setTimeout(look, LOOK_MS);
      const { clientX: x, clientY: y, buttons, shiftKey } = event;
      waiting = { x, y, buttons, shiftKey, target: event.target, isOverUs: isOverUs(event) };
    });
    listen('pointerdown', (/** @type {PointerEvent} */ event) => isOverUs(event) || stop());
    listen('scroll', (/** @type {Event} */ event) => {
      if (isOverUs(event)) return;
      lastScroll = performance.now();
      stop();
    });
    listen('keydown', (/** @type {KeyboardEvent} */ event) => {
      if (isOverUs(event)) return undefined;
      if (event.key === 'Shift' && quietIn() <= 0 && !isWriting()) return consider(last.x, last.y, last.target, true);
      lastKey = performance.now();
      return mean(undefined);
    });
    document.documentElement.addEventListener('pointerleave', () => mean(undefined), { signal });

    function look() {
      const pointed = /** @type {Pointed} */ (waiting);
      waiting = undefined;
      last = pointed;
      if (pointed.isOverUs) return stop();
      const considered = () => consider(pointed.x, pointed.y, pointed.target, pointed.shiftKey);
      const wait = quietIn();
      if (pointed.buttons === 0 && wait <= 0) return considered();
      mean(undefined);
      if (pointed.buttons === 0 && !shownHit()) timer = setTimeout(considered, wait); // it may rest here from now on
      return undefined;
    }

    /** Milliseconds until typing and scrolling are over. */
    function quietIn() {
      return Math.max(lastKey + AFTER_KEY_MS, lastScroll + AFTER_SCROLL_MS) - performance.now();
    }

    /**
     * @param {number} x
     * @param {number} y
     * @param {EventTarget | null} target
     * @param {boolean} isAsked by Shift
     */
    function consider(x, y, target, isAsked) {
      const found = target instanceof Element ? pick(x, y, target) : undefined;
      if (found && isOffered(found.hit, isAsked)) mean(found, isAsked ? REST_MS : restOf(found.hit));
      else mean(undefined);
    }

    /** @param {Reading.Hit} hit */
    function restOf({ parts }) {
      return parts[0] && closestInFlatTree(parts[0].node, LINK) ? REST_IN_LINK_MS : REST_MS;
    }

    /**
     * @param {{hit: Reading.Hit, line: DOMRect} | undefined} found
     * @param {number} [rest]
     */
    function mean(found, rest = 0) {
      if (found && found.hit === meant) return;
      clearTimeout(timer);
      meant = found?.hit;
      hover(meant);
      if (found && found.hit !== shownHit()) timer = setTimeout(() => show(found.hit, found.line), rest);
      else if (!found && shownHit()) timer = setTimeout(leave, LEAVE_MS);
    }

    function stop() {
      mean(undefined);
      clearTimeout(timer);
    }
  }

  /** @param {Event} event */
  function isOverUs(event) {
    return event.composedPath().some(isOurs);
  }

  function isWriting() {
    const focused = deepFocus();
    return focused instanceof HTMLElement && (focused.isContentEditable || /^(input|textarea|select)$/.test(focused.localName));
  }

  lexibulle.watchPointer = watchPointer;
}
