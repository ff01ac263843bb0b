/** @import { AnnotatedFile } from './answers.js' */
import { bytesOf } from './bytes.js';
import { counted } from './dom.js';

const { element } = globalThis.lexibulleCard;

const NOT_RENDERED = 'application/octet-stream'; // a page of others, opened as ours, would run under our address

/** One file in the list: how far it is, and then the annotated file to save, or why there is none. */
export class FileRow {
  #url = '';
  #state = element('p', { class: 'state', role: 'status' });
  #more = element('div', { class: 'more' });
  #remove = element('button', { type: 'button', class: 'quiet' });
  #choices = element('div', { class: 'choices' }, this.#remove);

  /**
   * @param {string} name
   * @param {() => void} remove
   */
  constructor(name, remove) {
    this.name = name;
    this.#remove.addEventListener('click', remove);
    const title = element('h3', {}, name);
    this.element = element('li', {}, element('div', { class: 'who' }, title, this.#state, this.#more), this.#choices);
    this.wait();
  }

  wait() {
    this.#show('waiting', 'En attente', 'Annuler');
  }

  /**
   * @param {string} stage
   * @param {number} [fraction] 0 to 1; unknown where it is left out
   */
  work(stage, fraction) {
    const bar = element('progress', { 'aria-label': `${stage} ${this.name}`, max: 1, value: fraction });
    this.#show('working', stage, 'Annuler', [bar]);
  }

  /** @param {string} message */
  refuse(message) {
    this.#show('refused', message, 'Retirer');
  }

  /**
   * @param {AnnotatedFile} answer
   * @param {string} sent in base64
   */
  finish({ name, content, count, left_out: leftOut, unread }, sent) {
    const isOther = suffix(name) !== suffix(this.name);
    const isSame = content === sent;
    const why = leftOut ? 'aucun mot à expliquer à un client' : 'il porte déjà ses notes';
    const more = [
      leftOut && `${leftOut}.`,
      ...unread.map((what) => `Non lu, ${what}`),
      isOther && 'Rendu comme une page web, à ouvrir dans le navigateur.',
      isSame && count > 0 && `Document inchangé\u00a0: ${why}.`,
    ];
    const said = count > 0 ? counted(count, 'mot du métier trouvé', 'mots du métier trouvés') : 'Rien à expliquer dans ce document.';
    this.#show('done', said, 'Retirer', more.map((line) => line && element('p', {}, line)));
    if (count > 0 && !isSame) this.#choices.prepend(this.#link(name, content));
  }

  /** The file that was made is given up. */
  forget() {
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#url = '';
  }

  /**
   * @param {string} name
   * @param {string} content
   */
  #link(name, content) {
    this.#url = URL.createObjectURL(new Blob([bytesOf(content)], { type: NOT_RENDERED }));
    const label = `Télécharger ${name}`;
    return element('a', { class: 'primary', href: this.#url, download: name, 'aria-label': label }, 'Télécharger');
  }

  /**
   * @param {'waiting' | 'working' | 'refused' | 'done'} kind
   * @param {string} said
   * @param {string} removing
   * @param {CardChild[]} more
   */
  #show(kind, said, removing, more = []) {
    this.forget();
    this.element.className = kind;
    if (this.#state.textContent !== said) this.#state.textContent = said; // said again, it would be read out again
    this.#more.replaceChildren(...more.flatMap((child) => child || []));
    this.#choices.querySelector('a')?.remove();
    this.#remove.textContent = removing;
    this.#remove.setAttribute('aria-label', `${removing} ${this.name}`);
  }
}

/** @param {string} name */
function suffix(name) {
  return name.slice(name.lastIndexOf('.')).toLowerCase();
}
