/**
 * The element of the page with this id.
 *
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`#${id} is missing`);
  return found;
}

/**
 * « 1 mot expliqué », « 12 mots expliqués ».
 *
 * @param {number} number
 * @param {string} one
 * @param {string} several
 */
export function counted(number, one, several) {
  return `${number.toLocaleString('fr-FR')}\u00a0${number < 2 ? one : several}`;
}
