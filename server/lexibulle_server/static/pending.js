/** @import { PairingRequest } from './answers.js' */

const { element } = globalThis.lexibulleCard;

/**
 * The requests, each with its four digits. One that is shown already stays as it is, so that the button somebody is
 * about to press does not move; only its time goes on.
 *
 * @param {HTMLElement} root
 * @param {PairingRequest[]} requests
 * @param {(request: PairingRequest, decision: 'approve' | 'refuse') => void} decide
 */
export function showPending(root, requests, decide) {
  const shown = new Map([...root.children].map((child) => [child.getAttribute('data-id'), child]));
  const wanted = requests.map((request) => shown.get(request.id) ?? requestCard(request, decide));
  for (const [at, request] of requests.entries()) tick(wanted[at], request.expires_in);
  if (wanted.length === 0) wanted.push(shown.get(null) ?? nothing());
  for (const child of [...root.children]) if (!wanted.includes(child)) child.remove();
  for (const child of wanted) if (!child.isConnected) root.append(child);
}

/**
 * @param {PairingRequest} request
 * @param {(request: PairingRequest, decision: 'approve' | 'refuse') => void} decide
 * @returns {Element}
 */
function requestCard(request, decide) {
  const accept = button('primary', 'Accepter', `Accepter ${request.name}, code ${spaced(request.code)}`);
  const refuse = button('quiet', 'Refuser', `Refuser ${request.name}`);
  accept.addEventListener('click', () => decide(request, 'approve'));
  refuse.addEventListener('click', () => decide(request, 'refuse'));
  return element(
    'article',
    { class: 'request', 'data-id': request.id },
    element('p', { class: 'code', 'aria-label': spaced(request.code) }, request.code),
    element(
      'div',
      { class: 'who' },
      element('h3', {}, request.name),
      element('p', {}, 'L’extension affiche-t-elle les mêmes chiffres\u00a0?'),
      element('p', { class: 'time' }),
    ),
    element('div', { class: 'choices' }, accept, refuse),
  );
}

/**
 * @param {string} kind
 * @param {string} text
 * @param {string} name
 */
function button(kind, text, name) {
  return element('button', { type: 'button', class: kind, 'aria-label': name }, text);
}

/**
 * @param {Element | undefined} card
 * @param {number} seconds
 */
function tick(card, seconds) {
  const time = card?.querySelector('.time');
  if (time) time.textContent = `Expire dans ${Math.max(0, Math.round(seconds))}\u00a0s`;
}

/** @param {string} code */
function spaced(code) {
  return [...code].join(' ');
}

function nothing() {
  const text = 'Aucune demande. Dans l’extension, appuyez sur «\u00a0Associer\u00a0»\u00a0: elle s’affichera ici.';
  return element('p', { class: 'hint' }, text);
}
