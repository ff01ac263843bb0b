/** The choice of sites, in first run and options: none is ticked before the user does it, and the browser asks. */
import { ask } from './ask.js';
import { element } from './card.js';
import { ALL_SITES, CATALOGUE, siteAt } from './catalogue.js';
import { button, byId } from './elements.js';
import { askForSite } from './granting.js';
import { refill } from './refill.js';
import { say } from './say.js';

/** @typedef {{name: string, matches: string[], title: string}} Choice */

/** Fills `#sites`, `#other` and `#sites-said` of the page, and keeps them true. */
export async function showSiteChoice() {
  const kept = await ask('sites', {});
  const others = Object.keys(kept).filter((name) => name !== ALL_SITES.name && !CATALOGUE.some((known) => known.name === name));
  /** @type {Choice[]} */
  const choices = [
    ...CATALOGUE,
    ...others.map((name) => ({ name, title: name, matches: kept[name]?.matches ?? [] })),
    { ...ALL_SITES, title: say('allSites') },
  ];
  await refill(byId('sites', HTMLUListElement), kept, () => choices.map((choice) => siteItem(choice, kept[choice.name])));
  byId('other', HTMLFormElement).onsubmit = onOther;
}

/**
 * @param {Choice} choice
 * @param {{matches: string[], on: boolean, granted: boolean} | undefined} kept
 */
function siteItem(choice, kept) {
  const box = element('input', { type: 'checkbox' });
  box.checked = kept?.on === true && kept.granted;
  box.addEventListener('change', (event) => void (event.isTrusted && onTick(choice, box)));
  const lost = kept?.on === true && !kept.granted && element('span', { class: 'small' }, say('siteStateNever'));
  const isOff = kept?.on === false && element('span', { class: 'small' }, say('siteStateOff'));
  const forget = kept && button(say('siteForget'), () => change(ask('site-forget', { name: choice.name, matches: kept.matches })), {
    class: 'quiet',
    'aria-label': `${say('siteForget')} ${choice.title}`,
  });
  return element('li', {}, element('label', {}, box, choice.title), lost, isOff, forget);
}

/**
 * @param {Choice} choice
 * @param {HTMLInputElement} box
 */
async function onTick(choice, box) {
  if (!box.checked) return change(ask('site-off', { name: choice.name, matches: choice.matches }));
  const isGranted = await askForSite(choice);
  box.checked = isGranted;
  tell(isGranted ? '' : say('notAllowed', choice.title));
  await showSiteChoice();
}

/** @param {SubmitEvent} event */
async function onOther(event) {
  event.preventDefault();
  const input = byId('other-site', HTMLInputElement);
  const site = siteFrom(input.value);
  if (!site) return tell(say('notASite', input.value.trim()));
  const isGranted = await askForSite(site);
  tell(isGranted ? '' : say('notAllowed', site.name));
  if (isGranted) input.value = '';
  return showSiteChoice();
}

/** @param {string} typed an address or just a host */
function siteFrom(typed) {
  const text = typed.trim();
  const full = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (!text || /\s/.test(text) || !URL.canParse(full)) return undefined;
  const url = new URL(full);
  return /^([a-z0-9-]+\.)+[a-z0-9-]+$|^localhost$/.test(url.hostname) ? siteAt(url) : undefined;
}

/** @param {Promise<unknown>} step */
async function change(step) {
  await step;
  await showSiteChoice();
}

/** @param {string} text */
function tell(text) {
  byId('sites-said', HTMLParagraphElement).textContent = text;
}
