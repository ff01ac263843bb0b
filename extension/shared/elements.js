/** Small elements that our pages are made of; text is always text. */
import { element } from './card.js';

/**
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`no ${kind.name} #${id}`);
  return found;
}

/**
 * @param {string} text
 * @param {() => unknown} act on a real click
 * @param {CardAttributes} [attributes]
 */
export function button(text, act, attributes = {}) {
  const made = element('button', { type: 'button', class: 'button', ...attributes }, text);
  made.addEventListener('click', (event) => void (event.isTrusted && act()));
  return made;
}
