import { Busy, Refusal, Unsigned } from './service.js';
import { askAgain, IS_OWN_PAGE } from './token.js';

const { element } = globalThis.lexibulleCard;

const AGAIN_HERE = 5; // seconds between two tries, on this computer
const AGAIN_ELSEWHERE = 30;

export const IS_LOCAL = ['127.0.0.1', 'localhost', '[::1]'].includes(location.hostname) || /^127\./.test(location.hostname);

/** The line in which a view says how it goes; what went wrong comes with its cure, and is tried again by itself. */
export class Status {
  #timer = 0;
  #said = '';

  /**
   * @param {HTMLElement} place
   * @param {() => void} retry
   */
  constructor(place, retry) {
    this.place = place;
    this.retry = retry;
  }

  /** @param {string} text */
  say(text) {
    this.#show(text, false);
  }

  /** @param {unknown} error */
  tell(error) {
    if (error instanceof Refusal) this.#show(error.message, true);
    else if (error instanceof Unsigned) this.#tellUnsigned();
    else if (error instanceof Busy) this.#tellBusy(error.seconds);
    else this.#tellAbsent();
  }

  /**
   * @param {string} text
   * @param {boolean} wrong
   * @param {...HTMLElement} more
   */
  #show(text, wrong, ...more) {
    clearTimeout(this.#timer);
    this.place.classList.toggle('wrong', wrong);
    if (text === this.#said) return; // said again, it would be read out again
    this.#said = text;
    this.place.replaceChildren(...(text ? [element('p', {}, text)] : []), ...more);
  }

  #tellUnsigned() {
    if (IS_OWN_PAGE) this.#show('Lexibulle ne reconnaît plus cette page. Rechargez-la.', true);
    else this.#show('Ce serveur demande un jeton.', true, this.#retryButton('Donner le jeton'));
  }

  /** @param {number} seconds */
  #tellBusy(seconds) {
    this.#show(`Service occupé, nouvel essai dans ${seconds}\u00a0s.`, true);
    this.#tryIn(seconds);
  }

  #tellAbsent() {
    const again = `Nouvel essai dans ${AGAIN_ELSEWHERE}\u00a0s.`;
    if (IS_LOCAL) this.#show('Lexibulle est à l’arrêt sur cet ordinateur.', true, startingHelp(), this.#retryButton());
    else this.#show(`${location.hostname} ne répond pas. Connexion ou VPN\u00a0? ${again}`, true, this.#retryButton());
    this.#tryIn(IS_LOCAL ? AGAIN_HERE : AGAIN_ELSEWHERE);
  }

  #retryButton(label = 'Réessayer') {
    const button = element('button', { type: 'button', class: 'quiet' }, label);
    button.addEventListener('click', () => {
      askAgain();
      this.retry();
    });
    return button;
  }

  /** @param {number} seconds */
  #tryIn(seconds) {
    this.#timer = setTimeout(() => (document.hidden ? this.#tryIn(seconds) : this.retry()), seconds * 1000);
  }
}

function startingHelp() {
  const how = element('p', {}, 'Dans un terminal\u00a0: ', element('code', {}, 'lexibulle serve'));
  return element('details', {}, element('summary', {}, 'Comment le démarrer'), how);
}
