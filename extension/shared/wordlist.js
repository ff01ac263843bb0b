/** A list of words: each a heading with a button that opens its card in place. */
import { ask } from './ask.js';
import { Card, element } from './card.js';
import { button } from './elements.js';
import { cardLabels } from './say.js';

/**
 * @param {Term} term
 * @param {(term: Term) => HTMLElement[]} [actions] shown under the open card
 * @returns {HTMLLIElement}
 */
export function wordItem(term, actions = () => []) {
  const place = element('div', { class: 'inplace', hidden: true });
  const opener = button(term.name, () => toggle(), { class: 'word', 'aria-expanded': 'false', lang: term.lang });
  const item = element('li', {}, element('h3', {}, opener), term.plain ? element('p', { class: 'plain' }, term.plain) : undefined, place);

  const toggle = () => {
    const isOpen = opener.getAttribute('aria-expanded') === 'false';
    document.querySelector('.word[aria-expanded="true"]')?.dispatchEvent(new Event('close'));
    place.replaceChildren(...(isOpen ? [cardOf(term), ...actionsOf(actions(term))] : []));
    setOpen(isOpen);
  };
  const setOpen = (/** @type {boolean} */ isOpen) => {
    opener.setAttribute('aria-expanded', String(isOpen));
    place.hidden = !isOpen;
    item.classList.toggle('open', isOpen);
    if (!isOpen) place.replaceChildren(); // one card at a time: its name is an id
  };
  opener.addEventListener('close', () => setOpen(false));
  return item;
}

/** @param {HTMLElement[]} actions */
function actionsOf(actions) {
  return actions.length > 0 ? [element('div', { class: 'row' }, ...actions)] : [];
}

/** @param {Term} term */
function cardOf(term) {
  const card = new Card(cardLabels, {
    fetchTerm: async (id) => termOf(id, term.glossary),
    copy: (text) => navigator.clipboard.writeText(text),
    learn() {},
    forget() {},
    dismiss() {},
    restore() {},
    close() {},
  });
  card.show({ term, span: undefined, neighbours: new Set() });
  return card.root;
}

/**
 * @param {string} id
 * @param {string} glossary preferred
 */
async function termOf(id, glossary) {
  const found = (await ask('lexicon', {})).filter((term) => term.id === id);
  const term = found.find((one) => one.glossary === glossary) ?? found[0];
  if (!term) throw new Error(id);
  return term;
}
