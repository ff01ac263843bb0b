const { element, labels } = globalThis.lexibulleCard;

const NOTICE_MS = 6000;

/**
 * Puts another text into a field. What stood there comes back by a button, for a while, and by Ctrl+Z.
 *
 * @param {HTMLTextAreaElement} field
 * @param {string} text
 * @param {HTMLElement} place where it is said
 * @param {string} said
 */
export function replaceText(field, text, place, said) {
  const before = field.value;
  write(field, text);
  if (before === text) return;
  const undo = element('button', { type: 'button', class: 'quiet' }, labels.fr.undo);
  const notice = element('p', {}, said);
  place.replaceChildren(notice, undo);
  const end = () => notice.isConnected && place.replaceChildren();
  undo.addEventListener('click', () => {
    write(field, before);
    end();
  });
  setTimeout(end, NOTICE_MS);
}

/**
 * As if it were typed: only so does the browser keep what Ctrl+Z needs, and tell who listens.
 *
 * @param {HTMLTextAreaElement} field
 * @param {string} text
 */
function write(field, text) {
  field.focus();
  field.select();
  document.execCommand(text ? 'insertText' : 'delete', false, text);
}
