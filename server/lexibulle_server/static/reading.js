const { element, SURE } = globalThis.lexibulleCard;

/** What makes a word a button that opens its card. */
const AS_BUTTON = { role: 'button', tabindex: '0', 'aria-haspopup': 'dialog', 'aria-expanded': 'false' };

/**
 * Shows a text with its terms as buttons in the line, and the places left out as plain words that can be pointed at.
 * The buttons are spans with a role: a button does not break at the end of a line.
 *
 * @param {HTMLElement} root
 * @param {string} text
 * @param {{spans: Span[], rejected: Span[]}} found apart from one another
 * @param {(span: Span) => boolean} isShown
 * @returns {Map<HTMLElement, Span>} the span that each button stands for, in order
 */
export function showReading(root, text, { spans, rejected }, isShown) {
  /** @type {Map<HTMLElement, Span>} */
  const buttons = new Map();
  const line = document.createDocumentFragment();
  const left = new Set(rejected);
  let done = 0;
  for (const span of [...spans, ...rejected].sort((one, other) => one.start - other.start)) {
    if (text.slice(span.start, span.end) !== span.surface || !(left.has(span) || isShown(span))) continue;
    const word = left.has(span) ? leftOut(span) : termButton(span);
    line.append(text.slice(done, span.start), word);
    if (!left.has(span)) buttons.set(word, span);
    done = span.end;
  }
  line.append(text.slice(done));
  root.replaceChildren(line);
  return buttons;
}

/**
 * A word that is no longer explained, or is again; it may hold the focus.
 *
 * @param {HTMLElement} word
 * @param {boolean} on
 */
export function setTerm(word, on) {
  word.classList.toggle('term', on);
  for (const [name, value] of Object.entries(AS_BUTTON)) {
    if (on) word.setAttribute(name, value);
    else word.removeAttribute(name);
  }
  if (!on) word.tabIndex = -1;
}

/** @param {Span} span */
function termButton(span) {
  const kind = span.confidence < SURE ? 'term probable' : 'term';
  return element('span', { class: kind, ...AS_BUTTON, 'data-term': span.term, 'data-start': span.start }, span.surface);
}

/** @param {Span} span */
function leftOut(span) {
  return element('span', { class: 'left-out', tabindex: -1, 'data-start': span.start }, span.surface);
}
