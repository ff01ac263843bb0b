const { element, SURE } = globalThis.lexibulleCard;

/**
 * Shows a text with its terms as buttons in the line. They are spans with a role, not buttons: a button does not
 * break at the end of a line.
 *
 * @param {HTMLElement} root
 * @param {string} text
 * @param {Span[]} spans sorted, apart
 * @param {(span: Span) => boolean} isShown
 * @returns {Map<HTMLElement, Span>} the span that each button stands for, in order
 */
export function showReading(root, text, spans, isShown) {
  /** @type {Map<HTMLElement, Span>} */
  const buttons = new Map();
  const line = document.createDocumentFragment();
  let done = 0;
  for (const span of spans) {
    const surface = text.slice(span.start, span.end);
    if (surface !== span.surface || !isShown(span)) continue;
    const button = termButton(span);
    line.append(text.slice(done, span.start), button);
    buttons.set(button, span);
    done = span.end;
  }
  line.append(text.slice(done));
  root.replaceChildren(line);
  return buttons;
}

/** @param {Span} span */
function termButton(span) {
  return element(
    'span',
    {
      class: span.confidence < SURE ? 'term probable' : 'term',
      role: 'button',
      tabindex: 0,
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      'data-term': span.term,
    },
    span.surface,
  );
}
