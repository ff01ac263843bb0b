'use strict';
// Where the keyboard is: webmails and CRMs are built of web components, and a document tells no more than the outermost.
{
  const { shadowRootOf } = lexibulle;

  /** @returns {Element | null} what has the focus, also inside shadow trees */
  function deepFocus() {
    let focused = document.activeElement;
    for (let root = focused && shadowRootOf(focused); root?.activeElement; root = shadowRootOf(focused)) focused = root.activeElement;
    return focused;
  }

  /** Is the cursor in a frame of this one? Then what is asked is that frame's affair. */
  function isInFrame() {
    return deepFocus() instanceof HTMLIFrameElement;
  }

  Object.assign(lexibulle, { deepFocus, isInFrame });
}
