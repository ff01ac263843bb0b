import { Refusal } from './service.js';

/**
 * Refuses what the service would refuse, before it is sent.
 *
 * @param {HTMLTextAreaElement} field which says how many code points its text may have
 * @param {string} name
 * @param {string} [cure]
 */
export function checkLength({ value, dataset }, name, cure) {
  const most = Number(dataset['mostChars']);
  const length = value.length > most ? [...value].length : 0;
  if (length <= most) return;
  const parts = length > 2 * most ? Math.ceil(length / most) : 'deux';
  const said = `${name} dépasse ${written(most)} caractères\u00a0: il en compte ${written(length)}.`;
  throw new Refusal(`${said} ${cure ?? `Coupez-le en ${parts} et recommencez.`}`);
}

/** @param {number} number */
function written(number) {
  return number.toLocaleString('fr-FR');
}
