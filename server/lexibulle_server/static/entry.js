/** @import { Entry } from './answers.js' */
import { categoryOf, LEVELS } from './categories.js';
import { copyButton } from './copying.js';
import { go } from './places.js';
import { IS_LOCAL } from './status.js';

const { cardParts, element, fold, labels, lineToCopy } = globalThis.lexibulleCard;

/**
 * The full entry of a term, as on the open card, with what only the lexicon tells: category, level, other names.
 *
 * @param {HTMLElement} place
 * @param {Entry | undefined} term
 * @param {string} key as it stands in the address; '' for none
 * @param {Entry[]} near to a key that is unknown
 * @param {(key: string) => Entry | undefined} termOf
 * @returns {HTMLElement | undefined} what takes the focus
 */
export function showEntry(place, term, key, near, termOf) {
  const shown = term ? entry(term, termOf) : key ? unknown(key, near) : hint();
  place.replaceChildren(...(key ? [back()] : []), shown);
  return key ? shown : undefined;
}

/**
 * @param {Entry} term
 * @param {(key: string) => Entry | undefined} termOf
 */
function entry(term, termOf) {
  const related = (term.related ?? []).flatMap((id) => termOf(id) ?? []);
  const view = { term, neighbours: new Set(), open: true, explained: false, related, whole: true };
  const made = element(
    'article',
    { class: 'card entry', 'aria-labelledby': 'card-name', tabindex: -1 },
    element(
      'div',
      { class: 'body' },
      element('p', { class: 'kicker' }, kicker(term)),
      ...cardParts(view, labels.fr, false),
      ...otherNames(term),
    ),
    element('div', { class: 'actions' }, copyButton(lineToCopy(term)), copyButton(location.href, { label: 'Copier le lien' })),
  );
  made.addEventListener('click', (event) => {
    const chip = event.target instanceof Element ? event.target.closest('[data-action="related"]') : null;
    if (chip instanceof HTMLElement) go(`/lexique/${encodeURIComponent(chip.dataset.id ?? '')}`);
  });
  return made;
}

/** @param {Entry} term */
function kicker(term) {
  const level = LEVELS[term.level ?? 0];
  return level ? `${categoryOf(term)} · ${level}` : categoryOf(term);
}

/** @param {Entry} term */
function otherNames({ also = [], plain = '', official }) {
  const told = [plain, official?.term ?? ''].map(fold);
  const others = also.filter((name) => !told.includes(fold(name)));
  if (others.length === 0) return [];
  return [element('section', {}, element('h3', {}, 'Se dit aussi'), element('p', {}, others.join(', ')))];
}

function back() {
  return element('a', { class: 'quiet back', href: '/lexique', 'data-go': true }, '‹ Tout le lexique');
}

/**
 * @param {string} key
 * @param {Entry[]} near
 */
function unknown(key, near) {
  const cure = near.length > 0 ? 'Vouliez-vous dire…' : 'Cherchez-le dans la liste.';
  const links = near.map(({ id, lang, name }) =>
    element('a', { class: 'quiet', href: `/lexique/${encodeURIComponent(id)}`, 'data-go': true, lang }, name));
  return element(
    'div',
    { class: 'hint', tabindex: -1 },
    element('p', {}, `«\u00a0${key}\u00a0» n’est dans aucun lexique actif.`),
    element('p', {}, cure),
    links.length > 0 && element('div', { class: 'choices' }, ...links),
  );
}

function hint() {
  const use = IS_LOCAL ? 'garder' : 'partager';
  return element('p', { class: 'hint' }, `Choisissez un mot\u00a0: sa fiche complète s’affichera ici, avec un lien à ${use}.`);
}
