/** @import { Confusion, Span, Term } from './types.js' */
import { element } from './dom.js';
import { SURE } from './reading.js';

const GENDERS = { m: 'n. m.', f: 'n. f.' };
const MOST_CONFUSED = 2;
const MOST_RELATED = 4;

/**
 * What a card shows, and the words that stand in the same paragraph.
 *
 * @typedef {object} View
 * @property {Term} term
 * @property {Span} [span] absent for a related word, which is not in the text
 * @property {Set<string>} neighbours ids of the terms of the same paragraph
 * @property {boolean} open
 * @property {boolean} explained is « Pourquoi ce mot ? » shown
 * @property {Term[]} related
 */

/**
 * The parts of a card in their order; a part that is empty leaves no trace.
 *
 * @param {View} view
 * @returns {HTMLElement[]}
 */
export function cardParts(view) {
  const { term } = view;
  return [...closedParts(view), ...(view.open ? openParts(term, view) : [])].filter((part) => part !== undefined);
}

/** @param {Term} term */
export function lineToCopy(term) {
  const name = term.expansion?.en || term.expansion?.fr ? `${term.name} (${term.expansion.en ?? term.expansion.fr})` : term.name;
  return `${name}\u00a0: ${term.definition}`;
}

/** @param {View} view */
function closedParts({ term, span, neighbours, open, explained }) {
  const probable = span !== undefined && span.confidence < SURE;
  const near = open ? [] : confusedFirst(term, neighbours).filter((pair) => pair.with && neighbours.has(pair.with)).slice(0, 1);
  return [
    head(term, probable),
    expansion(term),
    line('plain', term.plain),
    line('definition', term.definition),
    line('note', term.note && `Chez nous\u00a0: ${term.note}`),
    line('why', span?.match === 'typo' ? `Lu comme “${term.name}”` : undefined),
    line('why', probable && !explained ? span.reason : undefined),
    near.length > 0 ? element('section', { class: 'atonce' }, element('h3', {}, 'Ne pas confondre'), ...near.map(confusionLine)) : undefined,
    explained ? why(span) : undefined,
  ];
}

/** @param {Span | undefined} span */
function why(span) {
  if (!span) return undefined;
  const dismiss = element('button', { type: 'button', class: 'quiet dismiss', 'data-action': 'dismiss' }, 'Ce n’est pas ce sens');
  return section('Pourquoi ce mot\u00a0?', line('', span.reason), dismiss);
}

/**
 * @param {Term} term
 * @param {View} view
 */
function openParts(term, view) {
  return [
    section('Calcul', line('formula', term.formula?.expression), line('', term.formula?.worked)),
    section('Exemple', line('', term.example)),
    section('Ne pas confondre', ...confusedFirst(term, view.neighbours).slice(0, MOST_CONFUSED).map(confusionLine)),
    section('À savoir', line('', term.detail)),
    section('À demander dans votre équipe', line('', term.note ? undefined : term.ask)),
    caution(term),
    official(term),
    chips(view.related),
  ];
}

/**
 * @param {Term} term
 * @param {boolean} probable
 */
function head(term, probable) {
  const meta = [GENDERS[/** @type {'m' | 'f'} */ (term.gender)], term.say].filter(Boolean).join(' · ');
  return element(
    'div',
    { class: 'head' },
    element('h2', { class: 'name', lang: term.lang, id: 'card-name' }, term.name),
    meta && element('span', { class: 'meta' }, meta),
    probable && element('span', { class: 'badge' }, 'Sens probable'),
  );
}

/** @param {Term} term */
function expansion({ expansion: letters }) {
  if (!letters) return undefined;
  return element(
    'p',
    { class: 'expansion' },
    letters.en && element('span', { lang: 'en' }, letters.en),
    letters.en && letters.fr && ', ',
    letters.fr,
  );
}

/**
 * @param {string} kind
 * @param {string | undefined} text
 */
function line(kind, text) {
  return text ? element('p', { class: kind || undefined }, text) : undefined;
}

/**
 * @param {string} label
 * @param {...(HTMLElement | undefined)} lines
 */
function section(label, ...lines) {
  return lines.some(Boolean) ? element('section', {}, element('h3', {}, label), ...lines) : undefined;
}

/**
 * @param {Term} term
 * @param {Set<string>} neighbours
 * @returns {Confusion[]} those whose other word is in the paragraph first
 */
function confusedFirst(term, neighbours) {
  const isNear = (/** @type {Confusion} */ pair) => Number(pair.with !== undefined && neighbours.has(pair.with));
  return [...(term.confused ?? [])].sort((one, other) => isNear(other) - isNear(one));
}

/** @param {Confusion} pair */
function confusionLine(pair) {
  return element('p', {}, element('strong', {}, pair.name), `. ${pair.how}`);
}

/** @param {Term} term */
function caution({ caution: warning }) {
  if (!warning) return undefined;
  return element(
    'section',
    { class: 'caution' },
    element('h3', {}, 'Attention'),
    line('', warning.text),
    line('', `${warning.source}, vérifié\u00a0: ${warning.checked}`),
  );
}

/** @param {Term} term */
function official({ official: name }) {
  if (!name) return undefined;
  const origin = [name.status, name.source, name.published ?? name.seen].filter(Boolean).join(', ');
  return element('p', { class: 'official', title: origin }, `Terme officiel\u00a0: ${name.term}`);
}

/** @param {Term[]} related */
function chips(related) {
  if (related.length === 0) return undefined;
  return element(
    'div',
    { class: 'chips' },
    ...related.slice(0, MOST_RELATED).map((term) =>
      element('button', { type: 'button', class: 'chip', 'data-action': 'related', 'data-id': term.id, lang: term.lang }, term.name),
    ),
  );
}
