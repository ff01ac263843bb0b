const { Card, labels, placeBeside } = globalThis.lexibulleCard;

/** The one card of the page, beside the word it explains. It knows nothing of how it was asked to open. */
export class WordCard {
  /** @type {HTMLElement | undefined} */
  #word;
  #card;

  /** @param {Omit<CardAsked, 'copy' | 'close'>} asked */
  constructor(asked) {
    this.#card = new Card(labels.fr, {
      ...asked,
      copy: (text) => navigator.clipboard.writeText(text),
      close: () => this.hide(),
    });
    this.root = this.#card.root;
    this.root.popover = 'manual';
  }

  get word() {
    return this.#word;
  }

  get isPinned() {
    return this.#card.isPinned;
  }

  /**
   * @param {HTMLElement} word
   * @param {CardSubject} subject
   * @param {{pinned: boolean, pointerY?: number}} how
   */
  show(word, subject, { pinned, pointerY }) {
    if (this.#word !== word) {
      this.hide();
      this.#word = word;
      word.setAttribute('aria-expanded', 'true');
      word.after(this.root);
      this.root.showPopover();
      this.#card.show(subject);
      placeBeside(this.root, lineOf(word, pointerY));
    }
    if (pinned) this.#card.pin();
  }

  hide() {
    if (!this.#word) return;
    const hadFocus = this.root.contains(document.activeElement);
    if (this.#word.role) this.#word.setAttribute('aria-expanded', 'false'); // it may be no button any more
    if (hadFocus) this.#word.focus({ preventScroll: true });
    this.#word = undefined;
    this.#card.clear();
    this.root.hidePopover();
    this.root.remove();
  }

  focus() {
    this.#card.focus();
  }
}

/**
 * The line a word stands on; a word may stand on two.
 *
 * @param {HTMLElement} word
 * @param {number} [y] of the pointer
 */
function lineOf(word, y) {
  const lines = [...word.getClientRects()];
  return lines.find((line) => y !== undefined && line.top <= y && y <= line.bottom) ?? lines[0] ?? word.getBoundingClientRect();
}
