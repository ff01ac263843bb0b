/** @import { Token } from './answers.js' */

const { element } = globalThis.lexibulleCard;

/**
 * Who may ask: paired extensions and tokens, each with « Révoquer » that is confirmed in its own place.
 *
 * @param {HTMLElement} root
 * @param {Token[]} tokens
 * @param {(token: Token) => void} revoke
 */
export function showTokens(root, tokens, revoke) {
  const rows = tokens.map((token) => row(token, revoke));
  const nobody = element('p', { class: 'hint' }, 'Aucune extension n’est encore associée.');
  root.replaceChildren(rows.length > 0 ? element('ul', { class: 'tokens' }, ...rows) : nobody);
}

/**
 * @param {Token} token
 * @param {(token: Token) => void} revoke
 */
function row(token, revoke) {
  const ask = element('button', { type: 'button', class: 'quiet', 'aria-label': `Révoquer ${token.name}` }, 'Révoquer');
  const made = element('li', {}, about(token), ask);
  ask.addEventListener('click', () => made.replaceChildren(about(token), confirmation(token, revoke, () => {
    made.replaceChildren(about(token), ask);
    ask.focus();
  })));
  return made;
}

/** @param {Token} token */
function about({ name, origin, created, last_used: used }) {
  const since = origin ? `Extension, associée le ${day(created)}` : `Jeton, créé le ${day(created)}`;
  const never = origin ? 'pas encore utilisée' : 'pas encore utilisé';
  const last = used ? `dernier usage le ${day(used)}` : never;
  return element('div', { class: 'who' }, element('h3', {}, name), element('p', {}, `${since} · ${last}`));
}

/**
 * @param {Token} token
 * @param {(token: Token) => void} revoke
 * @param {() => void} cancel
 */
function confirmation(token, revoke, cancel) {
  const yes = element('button', { type: 'button', class: 'primary' }, 'Révoquer');
  const no = element('button', { type: 'button', class: 'quiet' }, 'Annuler');
  yes.addEventListener('click', () => revoke(token));
  no.addEventListener('click', cancel);
  const what = token.origin ? 'cette extension\u00a0? Elle ne recevra' : 'ce jeton\u00a0? Il n’ouvrira';
  const question = element('p', {}, `Révoquer ${what} plus rien, dès maintenant.`);
  const made = element('div', { class: 'choices', role: 'group', 'aria-label': `Révoquer ${token.name}` }, question, yes, no);
  made.addEventListener('keydown', (event) => event.key === 'Escape' && cancel());
  requestAnimationFrame(() => no.focus());
  return made;
}

/** @param {string} date as `2026-11-27`, in UTC */
function day(date) {
  return new Date(date).toLocaleDateString('fr-FR', { dateStyle: 'long', timeZone: 'UTC' }).replace(/^1 /, '1er ');
}
