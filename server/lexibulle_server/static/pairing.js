/** @import { Pairings } from './answers.js' */
/** @import { View } from './places.js' */
import { byId } from './dom.js';
import { showPending } from './pending.js';
import { answerPairing, pairings, Refusal, revokeToken } from './service.js';
import { Status } from './status.js';
import { IS_OWN_PAGE } from './token.js';
import { showTokens } from './tokens.js';

const POLL_MS = 2000;

const pending = byId('pending', HTMLElement);
const tokens = byId('tokens', HTMLElement);
const status = new Status(byId('pairing-status', HTMLElement), poll);
const said = byId('pairing-said', HTMLElement);

let isOpen = false;
let timer = 0;
let lastTokens = '';

/** @type {View} */
export const pairing = {
  id: 'extensions',
  title: 'Extensions',
  enter: () => {
    byId('pairing-elsewhere', HTMLElement).hidden = IS_OWN_PAGE;
    byId('pairing-here', HTMLElement).hidden = !IS_OWN_PAGE;
    isOpen = IS_OWN_PAGE;
    void poll();
  },
  leave: () => {
    isOpen = false;
    said.textContent = '';
  },
};

document.addEventListener('visibilitychange', poll);

/** Asks for the requests, again and again while somebody can see them. */
async function poll() {
  clearTimeout(timer);
  if (!isOpen || document.hidden) return;
  try {
    draw(await pairings());
    status.say('');
    timer = setTimeout(poll, POLL_MS);
  } catch (error) {
    status.tell(error);
  }
}

/** @param {Pairings} answer */
function draw(answer) {
  showPending(pending, answer.pending, (request, decision) => act(
    () => answerPairing(request.id, decision),
    decision === 'approve' ? `«\u00a0${request.name}\u00a0» est associée. Vous pouvez fermer cet onglet.` : 'Demande refusée.',
  ));
  if (lastTokens === JSON.stringify(answer.tokens)) return; // a confirmation that is open stays open
  lastTokens = JSON.stringify(answer.tokens);
  showTokens(tokens, answer.tokens, (token) => act(
    () => revokeToken(token.id),
    `Révoqué\u00a0: «\u00a0${token.name}\u00a0» n’a plus accès à Lexibulle.`,
  ));
}

/**
 * @param {() => Promise<unknown>} ask
 * @param {string} done
 */
async function act(ask, done) {
  try {
    await ask();
    said.textContent = done;
  } catch (error) {
    if (!(error instanceof Refusal)) return status.tell(error);
    said.textContent = error.message;
  }
  said.focus({ preventScroll: true });
  await poll();
}
