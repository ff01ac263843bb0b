/** @import { Draft } from './answers.js' */
/** @import { View } from './places.js' */
import { byId } from './dom.js';
import { showChecked } from './checked.js';
import { checkLength } from './length.js';
import { replaceText } from './replacing.js';
import { checkDraft } from './service.js';
import { Status } from './status.js';
import { askAgain } from './token.js';

const SLOW_MS = 400;

const form = byId('draft-form', HTMLFormElement);
const input = byId('draft', HTMLTextAreaElement);
const thread = byId('thread', HTMLTextAreaElement);
const result = byId('checked', HTMLElement);
const panel = /** @type {HTMLElement} */ (result.parentElement);
const verdict = byId('verdict', HTMLElement);
const bar = /** @type {HTMLElement} */ (verdict.parentElement);
const replaced = byId('draft-replaced', HTMLElement);
const status = new Status(byId('draft-status', HTMLElement), () => void check());
const sample = input.value;

let request = new AbortController();

/** @type {View} */
export const draft = { id: 'brouillon', title: 'Vérifier un brouillon' };

form.addEventListener('submit', (event) => {
  event.preventDefault();
  askAgain();
  void check({ isPressed: true });
});
form.addEventListener('input', outdate);
byId('draft-sample', HTMLButtonElement).addEventListener('click', () => replaceDraft(sample, 'Exemple remis.'));
byId('draft-clear', HTMLButtonElement).addEventListener('click', () => replaceDraft('', 'Brouillon effacé.'));

/**
 * @param {string} text
 * @param {string} said
 */
function replaceDraft(text, said) {
  replaceText(input, text, replaced, said);
  clear();
}

/**
 * Sends the draft, once asked to, and shows what to review; an answer to an older draft is thrown away.
 *
 * @param {{isPressed?: boolean}} how what comes of it is shown to who has pressed the button
 */
async function check({ isPressed = false } = {}) {
  request.abort();
  request = new AbortController();
  const { signal } = request;
  const text = input.value;
  const slow = setTimeout(wait, SLOW_MS);
  try {
    if (!text.trim()) return empty();
    checkLength(input, 'Ce brouillon');
    checkLength(thread, 'Le fil', 'N’en gardez que les derniers messages.');
    const answer = await checkDraft({ text, thread: thread.value }, signal);
    if (!signal.aborted) accept(text, answer);
  } catch (error) {
    if (!signal.aborted) status.tell(error);
  } finally {
    clearTimeout(slow);
    if (isPressed && !signal.aborted) showResult();
  }
}

function wait() {
  panel.classList.toggle('stale', result.childElementCount > 0);
  status.say('Lecture du brouillon…');
}

/**
 * @param {string} text
 * @param {Draft} answer
 */
function accept(text, answer) {
  panel.classList.remove('stale');
  status.say('');
  verdict.textContent = answer.verdict;
  verdict.classList.add('verdict');
  showChecked(result, text, answer);
  verdict.focus({ preventScroll: true });
}

function empty() {
  clear();
  status.say('Il n’y a rien à vérifier\u00a0: collez d’abord votre brouillon.');
  input.focus();
  showResult();
}

/** As much of it as there is room for, and its head in any case. */
function showResult() {
  for (const part of [panel, bar]) part.scrollIntoView({ block: 'nearest' });
}

function clear() {
  request.abort();
  panel.classList.remove('stale');
  verdict.textContent = 'Résultat';
  verdict.classList.remove('verdict');
  result.replaceChildren();
  status.say('');
}

/** What is shown belongs to a draft that has changed since. */
function outdate() {
  request.abort();
  const isOld = result.childElementCount > 0;
  panel.classList.toggle('stale', isOld);
  status.say(isOld ? 'Le brouillon a changé\u00a0: vérifiez-le de nouveau.' : '');
}
