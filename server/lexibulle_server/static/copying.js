const { element, labels } = globalThis.lexibulleCard;

const NOTICE_MS = 6000;

/**
 * A button that copies a text and says so in its own place.
 *
 * @param {string} text
 * @param {{label?: string, of?: string}} [names] `of` tells buttons of the same label apart
 */
export function copyButton(text, { label = labels.fr.copy, of = '' } = {}) {
  const button = element('button', { type: 'button', class: 'quiet' });
  const say = (/** @type {string} */ said) => {
    button.textContent = said;
    button.ariaLabel = `${said} ${of}`.trim();
  };
  button.addEventListener('click', async () => {
    const done = await navigator.clipboard.writeText(text).then(() => true, () => false);
    say(done ? labels.fr.copied : labels.fr.notCopied);
    setTimeout(() => say(label), NOTICE_MS);
  });
  say(label);
  return button;
}
