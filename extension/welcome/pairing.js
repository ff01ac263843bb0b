/** « Associer », step by step, as the background tells it. */
import { ask, Failed, whyFailed } from '../shared/ask.js';
import { button, byId } from '../shared/elements.js';
import { refill } from '../shared/refill.js';
import { say } from '../shared/say.js';

export async function showPairing() {
  const { connection } = await ask('connection', {});
  const isPaired = !['unpaired', 'revoked', 'refused', 'expired', 'pending'].includes(connection.state);
  const code = byId('code', HTMLParagraphElement);
  code.hidden = connection.state !== 'pending';
  code.textContent = connection.state === 'pending' ? connection.code : '';
  byId('pair-line', HTMLParagraphElement).textContent = lineOf(connection);
  await refill(byId('pair-buttons', HTMLSpanElement), connection.state, () => buttonsOf(connection));
  const next = byId('pair-next', HTMLButtonElement);
  next.textContent = say(isPaired ? 'next' : 'later');
  next.classList.toggle('first', isPaired);
}

/** @param {Lexibulle.Connection} connection */
function lineOf(connection) {
  switch (connection.state) {
    case 'pending':
      return say('sameCode');
    case 'refused':
      return say('pairRefused');
    case 'expired':
      return say('pairExpired');
    case 'revoked':
      return say('revoked');
    case 'unpaired':
      return '';
    default:
      return say('paired');
  }
}

/** @param {Lexibulle.Connection} connection */
function buttonsOf({ state }) {
  const again = { unpaired: 'pair', refused: 'pairAgain', expired: 'pairAgain', revoked: 'pairAnew' };
  if (state === 'pending') {
    return [button(say('pairReopen'), () => ask('pair-reopen', {})), button(say('cancel'), () => ask('pair-cancel', {}))];
  }
  const label = Object.hasOwn(again, state) ? again[/** @type {keyof typeof again} */ (state)] : undefined;
  return label ? [button(say(label), pair, { class: 'button first' })] : [];
}

async function pair() {
  help('');
  try {
    await ask('pair', {});
  } catch (error) {
    const isAbsent = error instanceof Failed && error.failure.code === 'absent';
    help([whyFailed(error), ...(isAbsent ? [say('howToStartText')] : [])].join('\n'));
  }
}

/** @param {string} text */
function help(text) {
  byId('pair-help', HTMLParagraphElement).textContent = text;
}
