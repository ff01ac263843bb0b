/** @import { Draft } from './answers.js' */
/** @import { View } from './places.js' */
import { byId } from './dom.js';
import { showChecked } from './checked.js';
import { checkDraft } from './service.js';
import { Status } from './status.js';

const SLOW_MS = 400;

const form = byId('draft-form', HTMLFormElement);
const input = byId('draft', HTMLTextAreaElement);
const thread = byId('thread', HTMLTextAreaElement);
const result = byId('checked', HTMLElement);
const panel = /** @type {HTMLElement} */ (result.parentElement);
const verdict = byId('verdict', HTMLElement);
const status = new Status(byId('draft-status', HTMLElement), check);
const sample = input.value;

let request = new AbortController();

/** @type {View} */
export const draft = { id: 'brouillon', title: 'Vérifier un brouillon' };

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void check();
});
form.addEventListener('input', outdate);
byId('draft-sample', HTMLButtonElement).addEventListener('click', () => replaceDraft(sample));
byId('draft-clear', HTMLButtonElement).addEventListener('click', () => replaceDraft(''));

/** @param {string} text */
function replaceDraft(text) {
  input.value = text;
  input.focus();
  clear();
}

/** Sends the draft, once asked to, and shows what to review; an answer to an older draft is thrown away. */
async function check() {
  request.abort();
  request = new AbortController();
  const { signal } = request;
  const text = input.value;
  if (!text.trim()) return empty();
  const slow = setTimeout(() => status.say('Lecture du brouillon…'), SLOW_MS);
  try {
    const answer = await checkDraft({ text, thread: thread.value }, signal);
    if (!signal.aborted) accept(text, answer);
  } catch (error) {
    if (!signal.aborted) status.tell(error);
  } finally {
    clearTimeout(slow);
  }
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
  panel.scrollIntoView({ block: 'nearest' });
}

function empty() {
  clear();
  status.say('Il n’y a rien à vérifier\u00a0: collez d’abord votre brouillon.');
  input.focus();
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
