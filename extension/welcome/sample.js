/** A line to try the card on, before anything is set up: its words are shipped with the extension. */
import { Card, element, placeBeside } from '../shared/card.js';
import { byId } from '../shared/elements.js';
import { cardLabels, say } from '../shared/say.js';
import { SAMPLE_TERMS } from './terms.js';

const INTENT_MS = 150;
const GRACE_MS = 300;
const SURFACES = ['MQL', 'relance'];

/** @type {HTMLElement | undefined} */
let shown;
/** @type {ReturnType<typeof setTimeout>} */
let timer;

const card = new Card(cardLabels, {
  fetchTerm: async (id) => SAMPLE_TERMS[id] ?? Promise.reject(new Error(id)),
  copy: (text) => navigator.clipboard.writeText(text),
  learn() {},
  forget() {},
  dismiss() {},
  restore() {},
  close: hide,
});

export function showSample() {
  const pieces = say('sample').split(new RegExp(`(${SURFACES.join('|')})`));
  byId('sample', HTMLParagraphElement).replaceChildren(...pieces.map((piece) => (SURFACES.includes(piece) ? word(piece) : piece)));
  card.root.popover = 'manual';
  document.body.append(card.root);
  card.root.addEventListener('pointerenter', () => clearTimeout(timer));
  card.root.addEventListener('pointerleave', leave);
  addEventListener('keydown', ({ key }) => void (key === 'Escape' && hide()));
  addEventListener('resize', hide);
  addEventListener('pointerdown', ({ target }) => void (target instanceof Node && !card.root.contains(target) && target !== shown && hide()));
}

/** @param {string} surface */
function word(surface) {
  const made = element('button', { type: 'button', class: 'term', 'aria-expanded': 'false', 'aria-haspopup': 'dialog' }, surface);
  made.addEventListener('pointerenter', () => soon(() => show(made), INTENT_MS));
  made.addEventListener('pointerleave', leave);
  made.addEventListener('click', () => {
    show(made);
    card.pin();
    card.focus();
  });
  return made;
}

/** @param {HTMLElement} made */
function show(made) {
  clearTimeout(timer);
  if (shown === made) return;
  hide();
  const term = SAMPLE_TERMS[(made.textContent ?? '').toLowerCase()];
  if (!term) return;
  shown = made;
  made.setAttribute('aria-expanded', 'true');
  card.root.showPopover();
  card.show({ term, span: undefined, neighbours: new Set() });
  placeBeside(card.root, made.getBoundingClientRect());
}

function leave() {
  if (!card.isPinned) soon(hide, GRACE_MS);
}

function hide() {
  if (!shown) return;
  const hadFocus = card.root.contains(document.activeElement);
  shown.setAttribute('aria-expanded', 'false');
  if (hadFocus) shown.focus();
  shown = undefined;
  card.root.hidePopover();
  card.clear();
}

/**
 * @param {() => void} step
 * @param {number} after
 */
function soon(step, after) {
  clearTimeout(timer);
  timer = setTimeout(step, after);
}
