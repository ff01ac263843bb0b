/** @import { Entry } from './answers.js' */
/** @import { View } from './places.js' */
import { byCategory } from './categories.js';
import { byId } from './dom.js';
import { allTerms } from './service.js';
import { Status } from './status.js';

const { element } = globalThis.lexibulleCard;

const sheet = byId('crib', HTMLElement);
const status = new Status(byId('crib-status', HTMLElement), enter);

/** @type {View} */
export const crib = { id: 'aide-memoire', title: 'Aide-mémoire', enter: () => void enter() };

byId('print', HTMLButtonElement).addEventListener('click', () => print());

async function enter() {
  if (sheet.childElementCount > 0) return;
  try {
    const groups = byCategory(await allTerms());
    sheet.replaceChildren(
      element('h2', {}, 'Lexibulle, les mots de la prospection'),
      element('div', { class: 'columns' }, ...groups.flatMap(([name, terms]) => group(name, terms))),
    );
    status.say('');
  } catch (error) {
    status.tell(error);
  }
}

/**
 * @param {string} name
 * @param {Entry[]} terms
 */
function group(name, terms) {
  const [first, ...others] = terms.map(row);
  return [element('div', { class: 'group' }, element('h3', {}, name), first), ...others];
}

/** @param {Entry} term */
function row({ name, lang, plain, definition, formula }) {
  return element(
    'section',
    { class: 'row' },
    element('h4', { lang }, name),
    plain && element('p', { class: 'plain' }, plain),
    element('p', {}, definition),
    formula && element('p', { class: 'formula' }, formula.expression),
  );
}
