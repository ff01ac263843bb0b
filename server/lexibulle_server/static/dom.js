/**
 * An element with its attributes and children; text is always text, never markup.
 * Attributes that are undefined or false, and children that are empty, are left out.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean | undefined>} [attributes]
 * @param {...(Node | string | undefined | false)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children.flatMap((child) => (child ? [child] : [])));
  return made;
}

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
