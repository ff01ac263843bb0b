/**
 * A view of the page. `enter` is told what follows its name in the address, and may name what takes the focus.
 *
 * @typedef {object} View
 * @property {string} id of its section, without « view- »
 * @property {string} title
 * @property {(rest: string) => (void | Promise<HTMLElement | undefined>)} [enter]
 * @property {() => void} [leave]
 */

const BRAND = 'Lexibulle';

/** @type {Map<string, View>} */
const views = new Map();
/** @type {View | undefined} */
let current;

/**
 * Shows the view that the address names, now and whenever the address changes. Links marked `data-go` change it
 * without loading the page again, so that what was typed stays.
 *
 * @param {Record<string, View>} byName the first part of the address is the name
 */
export function showPlaces(byName) {
  for (const [name, view] of Object.entries(byName)) views.set(name, view);
  addEventListener('popstate', () => void show());
  addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[data-go]') : null;
    if (!(link instanceof HTMLAnchorElement) || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link.pathname);
  });
  void show({ quietly: true });
}

/** @param {string} path */
export function go(path) {
  if (path !== location.pathname) history.pushState(null, '', path);
  void show();
}

/** @param {{quietly?: boolean}} how quietly leaves the focus where it is */
async function show({ quietly = false } = {}) {
  const [name = '', rest = ''] = location.pathname.slice(1).split('/', 2).map(decoded);
  const view = views.get(name) ?? /** @type {View} */ (views.get(''));
  if (current !== view) change(view, name);
  const here = location.pathname;
  const place = (await view.enter?.(rest)) ?? document.getElementById(`${view.id}-title`);
  if (here !== location.pathname) return;
  document.title = `${view.title} · ${BRAND}`;
  if (!quietly) place?.focus({ preventScroll: true });
}

/**
 * @param {View} view
 * @param {string} name
 */
function change(view, name) {
  current?.leave?.();
  current = view;
  for (const section of document.querySelectorAll('.view')) {
    if (section instanceof HTMLElement) section.hidden = section.id !== `view-${view.id}`;
  }
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === `/${name}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  scrollTo(0, 0);
}

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
