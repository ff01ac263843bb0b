import { byId, counted } from './dom.js';

const { element, SURE } = globalThis.lexibulleCard;

export const PROBABLE = 0.5; // the least confidence of a sense that is shown on demand

/**
 * Behind « Détails »: why each place was taken or left out. Each is a button that leads to the place.
 *
 * @param {HTMLElement} details
 * @param {{spans: Span[], rejected: Span[]}} shown
 * @param {(span: Span) => Term} termOf
 * @param {(span: Span) => void} pick
 */
export function showReasons(details, { spans, rejected }, termOf, pick) {
  const row = (/** @type {Span} */ span) => reasonRow(span, termOf(span), pick);
  details.hidden = spans.length + rejected.length === 0;
  byId('details-count', HTMLElement).textContent = summary(spans.length, rejected.length);
  byId('reasons', HTMLElement).replaceChildren(
    ...group('Laissés de côté', rejected.map(row)),
    ...group('Soulignés', spans.map(row)),
  );
}

/**
 * @param {number} taken
 * @param {number} left
 */
function summary(taken, left) {
  const underlined = counted(taken, 'mot souligné', 'mots soulignés');
  return left ? `${underlined}, ${counted(left, 'laissé de côté', 'laissés de côté')}` : underlined;
}

/**
 * @param {string} title
 * @param {HTMLElement[]} rows
 */
function group(title, rows) {
  if (rows.length === 0) return [];
  return [element('h3', {}, title), element('ul', {}, ...rows)];
}

/**
 * @param {Span} span
 * @param {Term} term
 * @param {(span: Span) => void} pick
 */
function reasonRow(span, term, pick) {
  const probable = span.confidence >= PROBABLE && span.confidence < SURE;
  const made = element(
    'button',
    { type: 'button' },
    element('span', { class: 'surface' }, span.surface),
    element('span', { class: 'reason' }, withoutSurface(span), probable && element('span', { class: 'badge' }, 'Sens probable')),
    element('span', { class: 'of' }, term.name),
  );
  made.addEventListener('click', () => pick(span));
  return element('li', {}, made);
}

/**
 * The reason names the word first; here it stands beside it already.
 *
 * @param {Span} span
 */
function withoutSurface({ reason, surface }) {
  const said = reason.startsWith(`${surface}\u00a0: `) ? reason.slice(surface.length + 3) : reason;
  return said.slice(0, 1).toUpperCase() + said.slice(1);
}
