/** @import { WordCard } from './wordcard.js' */

const OPEN_MS = 150;
const LEAVE_MS = 300;

/**
 * When the card opens and closes: a pointer that rests, a click or a tap, Enter, Space, Escape, the
 * focus that goes on.
 *
 * @param {HTMLElement} root where the words are
 * @param {WordCard} card
 * @param {(word: HTMLElement, how: {pinned: boolean, pointerY?: number}) => void} show
 */
export function watchIntent(root, card, show) {
  let timer = 0;
  const after = (/** @type {number} */ ms, /** @type {() => void} */ act) => {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  };
  const leave = () => after(LEAVE_MS, () => card.isPinned || card.hide());

  root.addEventListener('pointerover', (event) => {
    const word = wordAt(event);
    if (event.pointerType === 'touch') return;
    if (isIn(card.root, event) || (word && word === card.word)) clearTimeout(timer);
    else if (word && event.buttons === 0 && !card.isPinned) after(OPEN_MS, () => show(word, { pinned: false, pointerY: event.clientY }));
    else leave();
  });
  root.addEventListener('pointerleave', leave);

  root.addEventListener('click', (event) => {
    const word = wordAt(event);
    if (word) show(word, { pinned: true, pointerY: event.clientY });
  });
  root.addEventListener('keydown', (event) => {
    const word = wordAt(event);
    if (!word || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    show(word, { pinned: true });
    card.focus();
  });

  root.addEventListener('focusout', ({ relatedTarget: next }) => {
    if (next instanceof Node && next !== card.word && !card.root.contains(next)) card.hide();
  });

  addEventListener('keydown', (event) => event.key === 'Escape' && card.hide());
  addEventListener('pointerdown', (event) => wordAt(event) || isIn(card.root, event) || card.hide());
  addEventListener('resize', () => card.hide());
  addEventListener('scroll', (event) => isIn(card.root, event) || card.hide(), { capture: true, passive: true });
}

/** @param {Event} event */
function wordAt(event) {
  const found = event.target instanceof Element ? event.target.closest('.term') : null;
  return found instanceof HTMLElement ? found : undefined;
}

/**
 * @param {HTMLElement} root
 * @param {Event} event
 */
function isIn(root, event) {
  return event.target instanceof Node && root.contains(event.target);
}
