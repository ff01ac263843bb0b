/** @import { Answer } from './answers.js' */
/** @import { View } from './places.js' */
import { byId, counted } from './dom.js';
import { showFound } from './found.js';
import { watchIntent } from './intent.js';
import { checkLength } from './length.js';
import { setTerm, showReading } from './reading.js';
import { PROBABLE, showReasons } from './reasons.js';
import { replaceText } from './replacing.js';
import { annotate, fetchTerm } from './service.js';
import { Status } from './status.js';
import { WordCard } from './wordcard.js';

const { SURE, keyOfTerm } = globalThis.lexibulleCard;

const PAUSE_MS = 200; // after the last key
const SLOW_MS = 400; // before « Lecture… » is said
const AROUND = 40; // characters on either side that tell one place of a word from another

const input = byId('text', HTMLTextAreaElement);
const reading = byId('reading', HTMLElement);
const panel = /** @type {HTMLElement} */ (reading.parentElement);
const status = new Status(byId('status', HTMLElement), () => readSoon(0));
const typos = byId('typos', HTMLInputElement);
const probable = byId('probable', HTMLInputElement);
const found = byId('found', HTMLElement);
const foundTitle = byId('found-title', HTMLElement);
const section = /** @type {HTMLElement} */ (found.parentElement);
const details = byId('details', HTMLDetailsElement);
const replaced = byId('text-replaced', HTMLElement);
const sample = input.value;

/** What the reader has told this page; forgotten when it is left. */
const known = new Set();
const dismissed = new Set();

/** @type {{text: string, spans: Span[], rejected: Span[], terms: Record<string, Term>}} */
let shown = { text: '', spans: [], rejected: [], terms: {} };
/** @type {Map<HTMLElement, Span>} */
let words = new Map();
let request = new AbortController();
let timer = 0;

const card = new WordCard({
  fetchTerm: async (id) => shown.terms[id] ?? fetchTerm(id),
  learn: (term) => update(() => known.add(term.id)),
  forget: (term) => update(() => known.delete(term.id)),
  dismiss: (span) => update(() => dismissed.add(keyOf(span))),
  restore: (span) => update(() => dismissed.delete(keyOf(span))),
});

/** @type {View} */
export const reader = { id: 'lire', title: 'Lire un texte', leave: () => card.hide() };

watchIntent(reading, card, showCard);
input.addEventListener('input', () => readSoon(PAUSE_MS));
typos.addEventListener('change', () => readSoon(0));
probable.addEventListener('change', () => readSoon(0));
details.addEventListener('toggle', () => reading.classList.toggle('explained', details.open));
byId('sample', HTMLButtonElement).addEventListener('click', () => replaceText(input, sample, replaced, 'Exemple remis.'));
byId('clear', HTMLButtonElement).addEventListener('click', () => replaceText(input, '', replaced, 'Texte effacé.'));
readSoon(0);

/** @param {number} ms */
function readSoon(ms) {
  clearTimeout(timer);
  timer = setTimeout(read, ms);
}

/** Sends the text and shows the answer, unless the text has changed since. */
async function read() {
  request.abort();
  request = new AbortController();
  const { signal } = request;
  const text = input.value.trim() && input.value;
  const asked = { text, typos: typos.checked, min_confidence: probable.checked ? PROBABLE : SURE };
  const slow = setTimeout(wait, SLOW_MS);
  try {
    checkLength(input, 'Ce texte');
    const answer = text ? await annotate(asked, signal) : { results: [], terms: {} };
    if (!signal.aborted) accept(text, answer);
  } catch (error) {
    if (!signal.aborted) fail(error);
  } finally {
    clearTimeout(slow);
  }
}

function wait() {
  setStale(true);
  status.say('Lecture du texte…');
}

/**
 * @param {string} text
 * @param {Answer} answer
 */
function accept(text, { results: [result], terms }) {
  shown = { text, spans: result?.spans ?? [], rejected: result?.rejected ?? [], terms };
  setStale(false);
  draw();
}

/** @param {unknown} error */
function fail(error) {
  setStale(true);
  status.tell(error);
}

/** @param {boolean} on does what is shown belong to a text that has changed since? */
function setStale(on) {
  for (const part of [panel, details, section]) part.classList.toggle('stale', on);
}

/** Shows the text, its words, the list and the reasons, as far as the reader does not know the words. */
function draw() {
  card.hide();
  words = showReading(reading, shown.text, shown, isShown);
  drawLists();
}

/** What the reader knows stays in the list of words, from which it comes back. */
function drawLists() {
  const spans = shown.spans.filter(isShown);
  const listed = shown.spans.filter((span) => !dismissed.has(keyOf(span)));
  const count = new Set(spans.map(termOf)).size;
  const explained = counted(count, 'mot expliqué', 'mots expliqués');
  foundTitle.textContent = explained;
  showFound(found, listed, termOf, { isKnown: (term) => known.has(term.id), pick });
  section.hidden = listed.length === 0;
  showReasons(details, { spans, rejected: shown.rejected }, termOf, pickPlace);
  status.say(count > 0 ? `${explained}.` : shown.text && 'Rien à expliquer dans ce texte.');
}

/**
 * Changes what the reader has told, without closing the card that answers.
 *
 * @param {() => void} change
 */
function update(change) {
  change();
  for (const [word, span] of words) {
    if (word.classList.contains('term') !== isShown(span)) setTerm(word, isShown(span));
  }
  drawLists();
}

/** @param {Span} span */
function isShown(span) {
  return !known.has(span.term) && !dismissed.has(keyOf(span));
}

/** @param {Span} span */
function termOf(span) {
  return shown.terms[span.term] ?? /** @type {Term} */ (shown.terms[keyOfTerm(span.glossary, span.term)]);
}

/**
 * A place by what stands around it: what is written elsewhere in the text does not change it.
 *
 * @param {Span} span
 */
function keyOf({ term, start, end }) {
  const before = shown.text.slice(Math.max(0, start - AROUND), start).trim().split(/\s+/).slice(-2);
  const after = shown.text.slice(end, end + AROUND).trim().split(/\s+/).slice(0, 2);
  return [...before, term, ...after].join(' ');
}

/**
 * From the list: the card at the first place of a term, or a term the reader knows back among the underlined.
 *
 * @param {Term} term
 */
function pick(term) {
  if (known.delete(term.id)) draw();
  const [word] = [...words].find(([, span]) => termOf(span) === term && isShown(span)) ?? [];
  if (word) openAt(word);
}

/**
 * From the reasons: the place itself, and its card if it has one.
 *
 * @param {Span} span
 */
function pickPlace(span) {
  const place = reading.querySelector(`[data-start="${span.start}"]`);
  if (!(place instanceof HTMLElement)) return;
  if (words.has(place) && isShown(span)) return openAt(place);
  place.scrollIntoView({ block: 'center' });
  place.focus({ preventScroll: true });
}

/** @param {HTMLElement} word */
function openAt(word) {
  word.scrollIntoView({ block: 'nearest' });
  requestAnimationFrame(() => requestAnimationFrame(() => {
    showCard(word, { pinned: true });
    card.focus();
  }));
}

/**
 * @param {HTMLElement} word
 * @param {{pinned: boolean, pointerY?: number}} how
 */
function showCard(word, how) {
  const span = words.get(word);
  if (span) card.show(word, { term: termOf(span), span, neighbours: neighboursOf(span) }, how);
}

/**
 * @param {Span} span
 * @returns {Set<string>} ids of the other terms of its paragraph
 */
function neighboursOf(span) {
  const start = shown.text.lastIndexOf('\n', span.start) + 1;
  const end = shown.text.indexOf('\n', span.end);
  const near = shown.spans.filter((other) => other.start >= start && (end < 0 || other.end <= end));
  return new Set(near.map((other) => other.term).filter((term) => term !== span.term));
}
