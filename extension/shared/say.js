/** Words of the interface, in the browser's language. */
import { api } from './browser.js';
import { labels } from './card.js';

/**
 * @param {string} key of `_locales`
 * @param {...(string | number)} parts that stand for $1, $2 …
 */
export function say(key, ...parts) {
  return api.i18n.getMessage(key, parts.map(String));
}

/**
 * @param {string} key with `One` and `Many` in `_locales`
 * @param {number} count
 */
export function sayCount(key, count) {
  return say(count < 2 ? `${key}One` : `${key}Many`, count);
}

/** French or English, whichever the interface speaks. */
export const language = say('language') === 'en' ? 'en' : 'fr';

/** What the card's parts are called. */
export const cardLabels = labels[language];

/** Fills the elements of the page that name a key: `data-say` for their text, `data-say-label` for their name. */
export function sayPage() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('[data-say]')) element.textContent = say(element.getAttribute('data-say') ?? '');
  for (const element of document.querySelectorAll('[data-say-label]')) {
    element.setAttribute('aria-label', say(element.getAttribute('data-say-label') ?? ''));
  }
  for (const element of document.querySelectorAll('[data-say-placeholder]')) {
    element.setAttribute('placeholder', say(element.getAttribute('data-say-placeholder') ?? ''));
  }
}
