'use strict';
{
  const { MOST_RELATED, cardParts, element, lineToCopy } = lexibulleCard;
  const NOTICE_MS = 6000;
  const MOST_CLOSED = 240; // pixels
  const LINE = 40; // pixels, as browsers scroll for an arrow key

  /** The card and what its buttons do. Who shows it says where, and when. */
  class Card {
    /** @type {CardView[]} the card shown is the last one; the others are where « Retour » leads */
    #views = [];
    #timer = 0;
    #pinned = false;
    #labels;
    #asked;

    /**
     * @param {CardLabels} labels
     * @param {CardAsked} asked
     */
    constructor(labels, asked) {
      this.#labels = labels;
      this.#asked = asked;
      this.root = element('div', { class: 'card', role: 'dialog', 'aria-labelledby': 'card-name', tabindex: -1 });
      this.root.addEventListener('click', (event) => this.#act(event));
      this.root.addEventListener('keydown', (event) => this.#scroll(event));
    }

    /** Is it only reached by hovering? Then it goes when the pointer goes. */
    get isPinned() {
      return this.#pinned;
    }

    pin() {
      this.#pinned = true;
    }

    /** @param {CardSubject} subject */
    show(subject) {
      this.clear();
      this.#views = [{ ...subject, open: false, explained: false, related: [] }];
      this.#draw();
    }

    /** Forgets what it showed, and how much room it had. */
    clear() {
      clearTimeout(this.#timer);
      this.root.style.maxHeight = '';
      this.#pinned = false;
      this.#views = [];
    }

    focus() {
      this.root.focus({ preventScroll: true });
    }

    get #view() {
      return /** @type {CardView} */ (this.#views.at(-1));
    }

    #draw() {
      const focused = focusIn(this.root);
      const back = this.#views.length > 1 && button('back', this.#labels.back, { class: 'quiet back' });
      const parts = cardParts(this.#view, this.#labels, this.#asked.site !== undefined);
      this.root.replaceChildren(element('div', { class: 'body' }, back, ...parts), this.#actions());
      this.#keepSmall();
      if (!focused) return;
      const again = this.root.querySelector(`[data-action="${focused.getAttribute('data-action')}"]`);
      (again instanceof HTMLElement ? again : this.root).focus({ preventScroll: true });
    }

    /** The closed card shows what must not be confused with the word only where there is room for it. */
    #keepSmall() {
      const { open, explained } = this.#view;
      if (!open && !explained && this.root.offsetHeight > MOST_CLOSED) this.root.querySelector('.atonce')?.remove();
    }

    #actions() {
      const { open, explained, span } = this.#view;
      const labels = this.#labels;
      return element(
        'div',
        { class: 'actions' },
        button('toggle', open ? labels.less : labels.more, { 'aria-expanded': String(open) }),
        span && button('learn', labels.learn),
        open && button('copy', labels.copy),
        span && button('more', '⋯', { 'aria-label': labels.others, 'aria-expanded': String(explained) }),
      );
    }

    /** @param {Event} event */
    #act(event) {
      const target = event.target instanceof Element ? event.target.closest('[data-action]') : null;
      if (!event.isTrusted || !(target instanceof HTMLElement)) return;
      this.pin();
      const actions = {
        toggle: () => this.#toggle(),
        more: () => this.#change({ explained: !this.#view.explained }),
        learn: () => this.#learn(),
        dismiss: () => this.#dismiss(),
        hideSite: () => this.#hideSite(),
        copy: () => this.#copy(target),
        related: () => this.#open(target.dataset.id ?? ''),
        back: () => this.#back(),
      };
      actions[/** @type {keyof typeof actions} */ (target.dataset.action)]?.();
    }

    /**
     * Reads on by keyboard: what has the focus stands outside of what scrolls, and the page would move instead.
     *
     * @param {KeyboardEvent} event
     */
    #scroll(event) {
      const body = this.root.querySelector('.body');
      if (!body || body.scrollHeight <= body.clientHeight || event.ctrlKey || event.altKey || event.metaKey) return;
      const [screen, all] = [body.clientHeight - LINE, body.scrollHeight];
      const steps = { ArrowDown: LINE, ArrowUp: -LINE, PageDown: screen, PageUp: -screen, Home: -all, End: all };
      const isSpace = event.key === ' ' && event.target === this.root;
      const key = isSpace ? (event.shiftKey ? 'PageUp' : 'PageDown') : event.key;
      const step = steps[/** @type {keyof typeof steps} */ (key)];
      if (step === undefined) return;
      event.preventDefault();
      body.scrollBy(0, step);
    }

    /** @param {Partial<CardView>} part */
    #change(part) {
      this.#views[this.#views.length - 1] = { ...this.#view, ...part };
      this.#draw();
    }

    async #toggle() {
      const view = this.#view;
      this.#change({ open: !view.open });
      if (view.open || view.related.length > 0) return;
      const related = await this.#terms(view.term.related ?? []);
      if (related.length > 0 && this.#view?.term === view.term) this.#change({ related });
    }

    /**
     * @param {string[]} ids
     * @returns {Promise<Term[]>} those that could be had
     */
    async #terms(ids) {
      const asked = await Promise.allSettled(ids.slice(0, MOST_RELATED).map(this.#asked.fetchTerm));
      return asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    }

    /** @param {string} id */
    async #open(id) {
      const from = this.#view;
      const [term] = await this.#terms([id]);
      if (!term || this.#view !== from) return;
      const related = await this.#terms(term.related ?? []);
      if (this.#view !== from) return;
      this.#views.push({ term, neighbours: new Set(), open: true, explained: false, related });
      this.#draw();
      this.focus();
    }

    #back() {
      this.#views.pop();
      this.#draw();
    }

    #learn() {
      const { term } = this.#view;
      this.#keep(() => this.#asked.learn(term), this.#labels.learned(term.name), () => this.#asked.forget(term));
    }

    #dismiss() {
      const { span } = this.#view;
      if (!span) return;
      this.#keep(() => this.#asked.dismiss(span), this.#labels.dismissed, () => this.#asked.restore(span));
    }

    #hideSite() {
      const { term } = this.#view;
      const said = this.#labels.siteHidden(this.#asked.site ?? '');
      this.#keep(() => this.#asked.hideSite?.(term), said, () => this.#asked.showSite?.(term));
    }

    /**
     * Has something kept, and says so, with a way back.
     *
     * @param {() => unknown} keep
     * @param {string} said
     * @param {() => unknown} undo
     */
    #keep(keep, said, undo) {
      const back = () => this.#once(undo, () => this.#asked.close());
      void this.#once(keep, () => this.#notice(said, this.#labels.undo, back));
    }

    /**
     * What could not be kept is not said to be; nothing is said where another card is shown by now.
     *
     * @param {() => unknown} keep
     * @param {() => void} kept
     */
    async #once(keep, kept) {
      const view = this.#view;
      const isKept = await Promise.resolve(keep()).then(() => true, () => false);
      if (this.#view !== view) return;
      if (isKept) kept();
      else this.#notice(this.#labels.notKept, this.#labels.back, () => this.#draw());
    }

    /** @param {HTMLElement} pressed */
    async #copy(pressed) {
      const copied = await this.#asked.copy(lineToCopy(this.#view.term)).then(() => true, () => false);
      pressed.textContent = copied ? this.#labels.copied : this.#labels.notCopied;
      setTimeout(() => (pressed.textContent = this.#labels.copy), NOTICE_MS);
    }

    /**
     * Answers in the place of the card for a while, with a way back.
     *
     * @param {string} text
     * @param {string} label of the way back
     * @param {() => unknown} act
     */
    #notice(text, label, act) {
      clearTimeout(this.#timer);
      const back = button('undo', label);
      back.addEventListener('click', (event) => {
        if (!event.isTrusted) return;
        clearTimeout(this.#timer);
        act();
      });
      const said = element('div', { class: 'said', role: 'status' }, element('p', { id: 'card-name' }, text), back);
      this.root.replaceChildren(said);
      back.focus({ preventScroll: true });
      this.#timer = setTimeout(() => this.#asked.close(), NOTICE_MS);
    }
  }

  /**
   * @param {string} action
   * @param {string} text
   * @param {CardAttributes} [attributes]
   */
  function button(action, text, attributes = {}) {
    return element('button', { type: 'button', class: 'quiet', 'data-action': action, ...attributes }, text);
  }

  /** @param {HTMLElement} root in a document or in a shadow root */
  function focusIn(root) {
    const { activeElement } = /** @type {Document | ShadowRoot} */ (root.getRootNode());
    return root.contains(activeElement) ? activeElement : null;
  }

  lexibulleCard.Card = Card;
}
