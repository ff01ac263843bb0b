const { element } = globalThis.lexibulleCard;

/**
 * The list of the terms found: name, plain wording, count; each is a button.
 *
 * @param {HTMLElement} list
 * @param {Span[]} spans
 * @param {(span: Span) => Term} termOf
 * @param {{isKnown: (term: Term) => boolean, pick: (term: Term) => void}} ask
 */
export function showFound(list, spans, termOf, ask) {
  /** @type {Map<Term, number>} */
  const counts = new Map();
  for (const span of spans) counts.set(termOf(span), (counts.get(termOf(span)) ?? 0) + 1);
  list.replaceChildren(...[...counts].map(([term, count]) => row(term, count, ask)));
}

/**
 * @param {Term} term
 * @param {number} count
 * @param {{isKnown: (term: Term) => boolean, pick: (term: Term) => void}} ask
 */
function row(term, count, { isKnown, pick }) {
  const known = isKnown(term);
  const made = element(
    'button',
    { type: 'button', class: known ? 'known' : undefined, 'data-term': term.id },
    element('span', { class: 'name', lang: term.lang }, term.name),
    count > 1 && element('span', { class: 'count', 'aria-label': `${count} fois` }, `× ${count}`),
    element('span', { class: 'plain' }, known ? 'Connu. Souligner de nouveau' : (term.plain ?? term.definition)),
  );
  made.addEventListener('click', () => pick(term));
  return element('li', {}, made);
}
