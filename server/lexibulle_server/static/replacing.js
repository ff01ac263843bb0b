const { element, labels } = globalThis.lexibulleCard;

const NOTICE_MS = 6000;

/**
 * Puts another text into a field. What stood there comes back by a button, for a while, and by Ctrl+Z: as if it were
 * typed, the browser keeps what that needs.
 *
 * @param {HTMLTextAreaElement} field
 * @param {string} text
 * @param {HTMLElement} place where it is said
 * @param {string} said
 */
export function replaceText(field, text, place, said) {
  const before = field.value;
  field.focus();
  field.select();
  document.execCommand(text ? 'insertText' : 'delete', false, text);
  if (before === text) return;
  const undo = element('button', { type: 'button', class: 'quiet' }, labels.fr.undo);
  const notice = element('p', {}, said);
  const end = () => notice.isConnected && place.replaceChildren();
  undo.addEventListener('click', () => {
    field.value = before; // typing thousands of lines takes browsers minutes
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
    end();
  });
  place.replaceChildren(notice, undo);
  setTimeout(end, NOTICE_MS);
}
