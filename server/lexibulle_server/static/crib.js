/** @import { Entry } from './answers.js' */
/** @import { View } from './places.js' */
import { byCategory } from './categories.js';
import { byId } from './dom.js';
import { allTerms } from './service.js';
import { Status } from './status.js';

const { element, unbroken } = globalThis.lexibulleCard;

const sheet = byId('crib', HTMLElement);
const status = new Status(byId('crib-status', HTMLElement), enter);

/** @type {View} */
export const crib = { id: 'aide-memoire', title: 'Aide-mémoire', enter: () => void enter() };

const printing = byId('print', HTMLButtonElement);
printing.addEventListener('click', () => print());

async function enter() {
  if (sheet.childElementCount > 0) return;
  try {
    const [recto, verso] = halves(byCategory(await allTerms()));
    sheet.replaceChildren(side('Les mots de la prospection', recto), side('Les mots de la prospection, suite', verso));
    printing.disabled = false;
    status.say('');
  } catch (error) {
    status.tell(error);
  }
}

/**
 * Whole categories on either side of the sheet, as evenly as their order allows.
 *
 * @param {[string, Entry[]][]} groups
 */
function halves(groups) {
  const total = groups.reduce((sum, [, terms]) => sum + terms.length, 0);
  let before = 0;
  const on = groups.map(([, terms]) => (before += terms.length) - terms.length / 2 <= total / 2);
  return [groups.filter((_, at) => on[at]), groups.filter((_, at) => !on[at])];
}

/**
 * @param {string} title
 * @param {[string, Entry[]][]} [groups]
 */
function side(title, groups = []) {
  if (groups.length === 0) return '';
  const columns = element('div', { class: 'columns' }, ...groups.flatMap(([name, terms]) => group(name, terms)));
  return element('section', { class: 'side' }, element('h2', {}, title), columns);
}

/**
 * @param {string} name
 * @param {Entry[]} terms the first one stays with the heading
 */
function group(name, [first, ...others]) {
  return [element('div', { class: 'group' }, element('h3', {}, name), first && row(first)), ...others.map(row)];
}

/** @param {Entry} term */
function row({ name, lang, plain, definition, formula }) {
  return element(
    'div',
    { class: 'row' },
    element('h4', { lang }, name),
    plain && element('p', { class: 'plain' }, unbroken(plain)),
    element('p', {}, unbroken(definition)),
    formula && element('p', { class: 'formula' }, unbroken(formula.expression)),
    formula?.worked && element('p', { class: 'worked' }, unbroken(formula.worked)),
  );
}
