/** The first run: try it, pair, choose sites, done. Each step has its address and can be left and found again. */
import { ask } from '../shared/ask.js';
import { onChange } from '../shared/changes.js';
import { byId } from '../shared/elements.js';
import { say, sayPage } from '../shared/say.js';
import { showSiteChoice } from '../shared/sitechoice.js';
import { showPairing } from './pairing.js';
import { showReady } from './ready.js';
import { showSample } from './sample.js';

/** @type {Record<string, () => unknown>} */
const STEPS = { try: () => {}, pair: showPairing, choose: showSiteChoice, ready: showReady };

sayPage();
showSample();
addEventListener('hashchange', () => void show(true));
for (const next of document.querySelectorAll('[data-next]')) {
  next.addEventListener('click', () => (location.hash = next.getAttribute('data-next') ?? ''));
}
onChange(() => void STEPS[stepShown()]?.());
await show(false);

const { service } = await ask('connection', {});
byId('welcome2', HTMLParagraphElement).textContent = service.host ? say('welcome2Team', service.host) : say('welcome2');

/** @param {boolean} isMove is the reader taken to another step? */
async function show(isMove) {
  const step = stepShown();
  for (const name of Object.keys(STEPS)) byId(name, HTMLElement).hidden = name !== step;
  for (const link of document.querySelectorAll('#steps a')) {
    if (link.getAttribute('href') === `#${step}`) link.setAttribute('aria-current', 'step');
    else link.removeAttribute('aria-current');
  }
  if (isMove) byId(`${step}-title`, HTMLHeadingElement).focus();
  await STEPS[step]?.();
}

function stepShown() {
  const step = location.hash.slice(1);
  return Object.hasOwn(STEPS, step) ? step : 'try';
}
