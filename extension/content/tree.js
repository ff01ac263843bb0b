'use strict';
// The page as it is rendered: shadow trees instead of their hosts' children, what fills a slot in its place.
{
  const { shadowRootOf } = lexibulle;

  /**
   * @param {Element} element
   * @param {ShadowRoot | null} [root] of the element, for who has asked for it already
   * @returns {Iterable<Node>}
   */
  function flatChildren(element, root = shadowRootOf(element)) {
    if (element instanceof HTMLSlotElement) {
      const assigned = element.assignedNodes();
      if (assigned.length > 0) return assigned;
    }
    return childrenOf(root ?? element);
  }

  /** @param {ParentNode} parent */
  function* childrenOf(parent) {
    for (let child = parent.firstChild; child; child = child.nextSibling) yield child;
  }

  /**
   * @param {Node} node
   * @returns {Element | null}
   */
  function flatParent(node) {
    if ((node instanceof Element || node instanceof Text) && node.assignedSlot) return node.assignedSlot;
    const parent = node.parentNode;
    return parent instanceof ShadowRoot ? parent.host : parent instanceof Element ? parent : null;
  }

  /**
   * @param {Node} node
   * @param {string} selector
   */
  function closestInFlatTree(node, selector) {
    for (let at = node instanceof Element ? node : flatParent(node); at; at = flatParent(at)) {
      if (at.matches(selector)) return at;
    }
    return null;
  }

  Object.assign(lexibulle, { flatChildren, flatParent, closestInFlatTree });
}
