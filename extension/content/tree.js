'use strict';
// The page as it is rendered: shadow trees instead of their hosts' children, what fills a slot in its place.
{
  const { shadowRootOf } = lexibulle;
  /** @type {WeakMap<Node, ShadowRoot>} of the hosts that were walked through; their slots are told to nobody */
  const closedRoots = new WeakMap();

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
    if (root?.mode === 'closed') closedRoots.set(element, root);
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
    const parent = node.parentNode;
    const slot = node instanceof Element || node instanceof Text ? node.assignedSlot ?? closedSlotOf(node, parent) : null;
    if (slot) return slot;
    return parent instanceof ShadowRoot ? parent.host : parent instanceof Element ? parent : null;
  }

  /**
   * @param {Element | Text} node
   * @param {Node | null} parent
   */
  function closedSlotOf(node, parent) {
    const slots = parent ? closedRoots.get(parent)?.querySelectorAll('slot') : undefined;
    return [...(slots ?? [])].find((slot) => slot.assignedNodes().includes(node));
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
