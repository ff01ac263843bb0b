/** What is shown is made anew only when it has changed, and the keyboard stays where it was. */

/** @type {WeakMap<HTMLElement, string>} what each place shows */
const shown = new WeakMap();

/**
 * @param {HTMLElement} place
 * @param {unknown} data all that is shown there
 * @param {() => HTMLElement[] | Promise<HTMLElement[]>} make
 */
export async function refill(place, data, make) {
  const now = JSON.stringify([data]);
  if (shown.get(place) === now) return;
  shown.set(place, now);
  const made = await make();
  if (shown.get(place) === now) keepFocus(place, () => place.replaceChildren(...made)); // else newer data have come
}

/**
 * @param {HTMLElement} place
 * @param {() => void} change
 */
function keepFocus(place, change) {
  const before = controlsOf(place);
  const at = before.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const focused = before[at];
  change();
  if (!focused) return;
  const after = controlsOf(place);
  const next = after.find((one) => nameOf(one) === nameOf(focused)) ?? after[Math.min(at, after.length - 1)] ?? place;
  if (next === place) place.tabIndex = -1; // nothing is left there
  next.focus();
}

/** @param {HTMLElement} place @returns {HTMLElement[]} */
function controlsOf(place) {
  return [...place.querySelectorAll('button, input')].filter((one) => one instanceof HTMLElement);
}

/** @param {HTMLElement} control */
function nameOf(control) {
  return control.getAttribute('aria-label') ?? (control.closest('label') ?? control).textContent;
}
