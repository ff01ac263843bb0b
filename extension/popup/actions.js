/** What the buttons of the popup do. */
import { ask, whyFailed } from '../shared/ask.js';
import { api } from '../shared/browser.js';
import { byId, button } from '../shared/elements.js';
import { askForSite } from '../shared/granting.js';
import { say } from '../shared/say.js';
import { tomorrowMorning } from '../shared/time.js';

const HOUR_MS = 3_600_000;

/** @satisfies {Record<string, (state: Lexibulle.TabState) => unknown>} */
export const ACTIONS = {
  pair: () => ask('pair', {}).catch((error) => help(whyFailed(error))),
  pairReopen: () => ask('pair-reopen', {}),
  pairCancel: () => ask('pair-cancel', {}),
  retry: () => ask('retry', {}),
  howToStart: () => help(say('howToStartText')),
  howToUpdate: () => help(say('howToUpdateText')),
  paste: ({ service }) => api.tabs.create({ url: `${service.address}/` }),
  resume: () => change({ pausedUntil: 0 }),
  siteOn: ({ site }) => askForSite(site),
  siteOff: ({ site }) => ask('site-off', { name: site.name, matches: site.matches }),
  underline: () => change({ loudness: 'underline' }),
  discreet: () => change({ loudness: 'discreet' }),
  pause: choosePause,
};

/** Two ways to pause take the place of the buttons, until one is chosen. */
function choosePause() {
  const row = byId('buttons', HTMLDivElement);
  const choices = [
    button(say('pauseHour'), () => change({ pausedUntil: Date.now() + HOUR_MS })),
    button(say('pauseTomorrow'), () => change({ pausedUntil: tomorrowMorning() })),
  ];
  row.replaceChildren(...choices);
  choices[0]?.focus();
}

/** @param {Lexibulle.OwnCalls['change-settings']['sent']['changes']} changes */
function change(changes) {
  return ask('change-settings', { changes });
}

/** @param {string} text */
function help(text) {
  const place = byId('help', HTMLParagraphElement);
  place.textContent = text;
  place.hidden = false;
}
