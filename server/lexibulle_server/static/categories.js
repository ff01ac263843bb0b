/** @import { Entry } from './answers.js' */
/** In the order of a seller’s day; a glossary of one's own may bring others. */
const CATEGORIES = new Map([
  ['cibler', 'Cibler'],
  ['outiller', 'Données et outils'],
  ['approcher', 'Prendre contact'],
  ['ecrire', 'Écrire'],
  ['qualifier', 'Attirer et qualifier'],
  ['vendre', 'Rendez-vous et vente'],
  ['mesurer', 'Mesurer'],
]);
const OTHERS = 'Autres mots';

/** @type {Record<number, string>} */
export const LEVELS = { 1: 'Premier jour', 2: 'Première semaine', 3: 'Premier mois' };

/** @param {Entry} term */
export function categoryOf(term) {
  return CATEGORIES.get(term.category ?? '') ?? (term.category || OTHERS);
}

/**
 * The terms by category: ours in their order, those that other glossaries bring, then what has none;
 * within one, by name.
 *
 * @param {Entry[]} terms
 * @returns {[string, Entry[]][]}
 */
export function byCategory(terms) {
  /** @type {Map<string, Entry[]>} */
  const groups = new Map([...CATEGORIES.values()].map((name) => [name, []]));
  for (const term of terms) {
    const name = categoryOf(term);
    groups.set(name, [...(groups.get(name) ?? []), term]);
  }
  const { compare } = new Intl.Collator('fr');
  return [...groups].filter(([, found]) => found.length > 0)
    .sort(([one], [other]) => Number(one === OTHERS) - Number(other === OTHERS))
    .map(([name, found]) => [name, found.sort((one, other) => compare(one.name, other.name))]);
}
