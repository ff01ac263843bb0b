'use strict';
// The card beside a term, and the button that stands for the term when it is reached by keyboard.
{
  const { Host, linesOf } = lexibulle;
  const { Card, element, labels, placeBeside, setLengths } = lexibulleCard;
  const MOVED = 4; // pixels; a browser may settle on whole ones after a scroll has ended

  class Explainer {
    /** @type {Reading.Hit | undefined} that is explained */
    #hit;
    /** @type {HTMLElement | undefined} over the term, when it was reached by keyboard */
    #spot;
    /** where its line was when it was opened */
    #line = new DOMRectReadOnly();
    #asked;
    #host;
    #card;

    /** @param {ExplainerOptions} asked */
    constructor(asked) {
      this.#asked = asked;
      this.#host = new Host(asked.loadLook, asked.lang);
      this.#card = new Card(labels[asked.lang], {
        ...asked,
        dismiss: () => this.#hit && asked.dismiss(this.#hit),
        restore: () => this.#hit && asked.restore(this.#hit),
        copy: async (text) => navigator.clipboard.writeText(text),
        close: () => this.close(),
      });
      this.#host.root.addEventListener('keydown', (event) => this.#onKey(/** @type {KeyboardEvent} */ (event)));
      this.#host.closeLightly(() => this.close(), asked.signal, () => this.#hasMoved());
    }

    get isOpen() {
      return this.#host.isOpen;
    }

    get hit() {
      return this.isOpen ? this.#hit : undefined;
    }

    get isPinned() {
      return this.#card.isPinned;
    }

    prepare() {
      return this.#host.prepare();
    }

    /**
     * The card of a term in the text, beside one of its lines.
     *
     * @param {Reading.Hit} hit
     * @param {DOMRectReadOnly} line
     */
    show(hit, line) {
      const subject = this.#asked.subjectOf(hit);
      const node = hit.parts[0]?.node;
      if (!subject || !node || this.hit === hit) return;
      this.close();
      this.#hit = hit;
      this.#line = line;
      this.#open(node, subject, line);
    }

    #hasMoved() {
      const { left, top } = this.#line;
      return !this.#hit || !linesOf(this.#hit).some((line) => Math.abs(line.left - left) < MOVED && Math.abs(line.top - top) < MOVED);
    }

    /**
     * Brings a term into view and explains it there.
     *
     * @param {Reading.Hit} hit
     */
    focus(hit) {
      this.close();
      hit.parts[0]?.node.parentElement?.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
      afterScrolling(() => this.#focus(hit));
    }

    /**
     * The card of a term, and a button over the term that has the focus: what is underlined has none.
     *
     * @param {Reading.Hit} hit
     */
    #focus(hit) {
      const [line] = linesOf(hit);
      if (!line) return;
      this.close();
      this.#spot = spot(hit, line, this.#asked.subjectOf(hit)?.term);
      this.show(hit, line);
      this.#spot?.focus({ preventScroll: true });
    }

    close() {
      if (!this.isOpen) return;
      this.#card.clear();
      this.#host.close();
      this.#hit = this.#spot = undefined;
      this.#asked.closed();
    }

    /**
     * @param {Node} node
     * @param {CardSubject} subject
     * @param {DOMRectReadOnly} line
     */
    #open(node, subject, line) {
      const description = this.#spot && element('p', { id: 'about', role: 'tooltip', class: 'unseen' }, describe(subject.term));
      const before = this.#spot && description ? [this.#spot, description] : [];
      this.#host.open(node, ...before, this.#card.root);
      this.#card.show(subject);
      placeBeside(this.#card.root, line);
    }

    /** @param {KeyboardEvent} event in our own tree */
    #onKey(event) {
      event.stopPropagation();
      if (!event.isTrusted || event.target !== this.#spot || (event.key !== 'Enter' && event.key !== ' ')) return;
      event.preventDefault();
      this.#card.pin();
      this.#card.focus();
    }
  }

  /**
   * @param {Reading.Hit} hit
   * @param {DOMRectReadOnly} line
   * @param {Term | undefined} term
   */
  function spot({ span }, { left, top, width, height }, term) {
    const made = element('button', { type: 'button', class: 'spot', 'aria-describedby': 'about', 'aria-haspopup': 'dialog', lang: term?.lang }, span.surface);
    setLengths(made, { left, top, width, height });
    return made;
  }

  /** @param {Term} term */
  function describe({ plain, definition }) {
    return [plain, definition].filter(Boolean).join('. ');
  }

  /** A scroll is told in the next frame, and what it brings into view is laid out there. @param {() => void} act */
  function afterScrolling(act) {
    requestAnimationFrame(() => requestAnimationFrame(act));
  }

  lexibulle.Explainer = Explainer;
}
