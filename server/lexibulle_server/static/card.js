/** @import { Span, Term } from './types.js' */
/** @import { View } from './cardparts.js' */
import { cardParts, lineToCopy } from './cardparts.js';
import { element } from './dom.js';
import { placeCard } from './place.js';

const NOTICE_MS = 6000;
const MOST_CLOSED = 240; // pixels

/**
 * What the card asks of the page.
 *
 * @typedef {object} Asked
 * @property {(id: string) => Promise<Term>} fetchTerm
 * @property {(term: Term) => void} learn
 * @property {(term: Term) => void} forget
 * @property {(span: Span) => void} dismiss
 * @property {(span: Span) => void} restore
 */

/** The one card of the page. It opens beside a word, and knows nothing of how it was asked to. */
export class Card {
  /** @type {View[]} the card shown is the last one; the others are where « Retour » leads */
  #views = [];
  /** @type {HTMLElement | undefined} */
  #word;
  #timer = 0;

  /** @param {Asked} asked */
  constructor(asked) {
    this.asked = asked;
    this.root = element('div', { class: 'card', popover: 'manual', role: 'dialog', 'aria-labelledby': 'card-name', tabindex: -1 });
    this.root.addEventListener('click', (event) => this.#act(event));
  }

  get word() {
    return this.#word;
  }

  /** Is it only reached by hovering? Then it goes when the pointer goes. */
  get isPinned() {
    return this.#word?.getAttribute('aria-expanded') === 'true' && this.root.dataset.pinned === 'true';
  }

  /**
   * @param {HTMLElement} word
   * @param {Omit<View, 'open' | 'explained' | 'related'>} what
   * @param {{pinned: boolean, pointerY?: number}} how
   */
  show(word, what, { pinned, pointerY }) {
    if (this.#word !== word) {
      this.hide();
      this.#word = word;
      this.#views = [{ ...what, open: false, explained: false, related: [] }];
      word.setAttribute('aria-expanded', 'true');
      word.after(this.root);
      this.root.showPopover();
      this.#draw();
      placeCard(this.root, word, pointerY);
    }
    this.root.dataset.pinned = String(pinned || this.isPinned);
  }

  hide() {
    if (!this.#word) return;
    clearTimeout(this.#timer);
    const hadFocus = this.root.contains(document.activeElement);
    this.#word.setAttribute('aria-expanded', 'false');
    if (hadFocus) this.#word.focus({ preventScroll: true });
    this.#word = undefined;
    this.root.dataset.pinned = 'false';
    this.root.hidePopover();
    this.root.style.maxHeight = '';
    this.root.remove();
  }

  focus() {
    this.root.focus({ preventScroll: true });
  }

  get #view() {
    return /** @type {View} */ (this.#views.at(-1));
  }

  #draw() {
    const focused = document.activeElement?.getAttribute('data-action');
    const inside = this.root.contains(document.activeElement);
    const back = this.#views.length > 1 && button('back', '‹ Retour', { class: 'quiet back' });
    this.root.replaceChildren(element('div', { class: 'body' }, back, ...cardParts(this.#view)), this.#actions());
    this.#keepSmall();
    const again = this.root.querySelector(`[data-action="${focused}"]`);
    if (inside) (again instanceof HTMLElement ? again : this.root).focus({ preventScroll: true });
  }

  /** The closed card shows what must not be confused with the word only where there is room for it. */
  #keepSmall() {
    if (!this.#view.open && this.root.offsetHeight > MOST_CLOSED) this.root.querySelector('.atonce')?.remove();
  }

  #actions() {
    const { open, explained, span } = this.#view;
    return element(
      'div',
      { class: 'actions' },
      button('toggle', open ? 'Réduire' : 'En savoir plus', { 'aria-expanded': String(open) }),
      span && button('learn', 'Je connais'),
      open && button('copy', 'Copier'),
      span && button('more', '⋯', { 'aria-label': 'Pourquoi ce mot\u00a0? Autres actions', 'aria-expanded': String(explained) }),
    );
  }

  /** @param {Event} event */
  #act(event) {
    const target = event.target instanceof Element ? event.target.closest('[data-action]') : null;
    if (!(target instanceof HTMLElement)) return;
    this.root.dataset.pinned = 'true';
    const actions = {
      toggle: () => this.#toggle(),
      more: () => this.#change({ explained: !this.#view.explained }),
      learn: () => this.#learn(),
      dismiss: () => this.#dismiss(),
      copy: () => this.#copy(target),
      related: () => this.#open(target.dataset.id ?? ''),
      back: () => this.#back(),
    };
    actions[/** @type {keyof typeof actions} */ (target.dataset.action)]?.();
  }

  /** @param {Partial<View>} part */
  #change(part) {
    this.#views[this.#views.length - 1] = { ...this.#view, ...part };
    this.#draw();
  }

  async #toggle() {
    const view = this.#view;
    this.#change({ open: !view.open });
    if (view.open || view.related.length > 0) return;
    const related = await this.#terms(view.term.related ?? []);
    if (related.length > 0 && this.#view.term === view.term && this.#word) this.#change({ related });
  }

  /**
   * @param {string[]} ids
   * @returns {Promise<Term[]>} those that could be had
   */
  async #terms(ids) {
    const asked = await Promise.allSettled(ids.slice(0, 4).map(this.asked.fetchTerm));
    return asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  }

  /** @param {string} id */
  async #open(id) {
    const [term] = await this.#terms([id]);
    if (!term || !this.#word) return;
    const related = await this.#terms(term.related ?? []);
    this.#views.push({ term, neighbours: new Set(), open: true, explained: false, related });
    this.#draw();
    this.root.querySelector('.body')?.scrollTo(0, 0);
  }

  #back() {
    this.#views.pop();
    this.#draw();
  }

  #learn() {
    const { term } = this.#view;
    this.asked.learn(term);
    this.#notice(`“${term.name}” ne sera plus souligné.`, () => this.asked.forget(term));
  }

  #dismiss() {
    const { span } = this.#view;
    if (!span) return;
    this.asked.dismiss(span);
    this.#notice('Merci\u00a0: cette occurrence n’est plus soulignée.', () => this.asked.restore(span));
  }

  /** @param {HTMLElement} pressed */
  async #copy(pressed) {
    await navigator.clipboard.writeText(lineToCopy(this.#view.term));
    pressed.textContent = 'Copié';
    setTimeout(() => (pressed.textContent = 'Copier'), NOTICE_MS);
  }

  /**
   * Answers in the place of the card for a while, with a way back.
   *
   * @param {string} text
   * @param {() => void} undo
   */
  #notice(text, undo) {
    const back = element('button', { type: 'button', class: 'quiet' }, 'Annuler');
    back.addEventListener('click', () => {
      undo();
      this.hide();
    });
    this.root.replaceChildren(element('div', { class: 'said', role: 'status' }, element('p', { id: 'card-name' }, text), back));
    back.focus({ preventScroll: true });
    this.#timer = setTimeout(() => this.hide(), NOTICE_MS);
  }
}

/**
 * @param {string} action
 * @param {string} text
 * @param {Record<string, string>} [attributes]
 */
function button(action, text, attributes = {}) {
  return element('button', { type: 'button', class: 'quiet', 'data-action': action, ...attributes }, text);
}
