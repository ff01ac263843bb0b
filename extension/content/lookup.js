'use strict';
// « Que veut dire … ? »: the card of a selected word, or that nobody has explained it yet.
{
  const { Host, ask, deepFocus, language, say } = lexibulle;
  const { Card, element, keyOfTerm, labels, placeBeside } = lexibulleCard;
  const NOTICE_MS = 6000;

  class Lookup {
    #host = new Host(() => ask('look', {}), language());
    #timer = 0;
    #glossary = '';
    #labels = labels[language()];
    #card = new Card(this.#labels, {
      fetchTerm: (id) => this.#termOf(id),
      learn: () => {},
      forget: () => {},
      dismiss: () => {},
      restore: () => {},
      copy: async (text) => navigator.clipboard.writeText(text),
      close: () => this.close(),
    });

    /** @param {AbortSignal} signal */
    constructor(signal) {
      this.#host.closeLightly(() => this.close(), signal);
      this.#host.root.addEventListener('keydown', (event) => event.stopPropagation());
    }

    /** @param {Lexibulle.Looked | {failure: string}} looked */
    async show(looked) {
      await this.#host.prepare();
      const { node, line } = selected();
      this.close();
      this.#host.open(node, this.#card.root);
      if ('failure' in looked) this.#say(looked.failure, say('close'), () => this.close());
      else this.#answer(looked);
      placeBeside(this.#card.root, line);
      this.#card.focus();
    }

    close() {
      clearTimeout(this.#timer);
      if (!this.#host.isOpen) return;
      this.#card.clear();
      this.#host.close();
    }

    /** @param {Lexibulle.Looked} looked */
    #answer(looked) {
      const match = looked.matches[0];
      const term = match && looked.terms[keyOfTerm(match.glossary, match.term)];
      if (!term) return this.#offer(looked);
      this.#glossary = term.glossary;
      this.#card.show({ term, span: undefined, neighbours: new Set() });
    }

    /** @param {Lexibulle.Looked} looked */
    #offer({ text, noted }) {
      if (noted) this.#sayNoted(text);
      else this.#say(say('notInLexicon', text), say('noteForTeam'), () => this.#note('note', text));
    }

    /**
     * @param {'note' | 'note-undo'} kind
     * @param {string} word
     */
    async #note(kind, word) {
      clearTimeout(this.#timer);
      const said = this.#card.root.firstChild;
      const isKept = await ask(kind, { word }).then(() => true, () => false);
      if (said !== this.#card.root.firstChild) return; // another word is shown by now
      if (!isKept) return this.#say(this.#labels.notKept, say('close'), () => this.close());
      if (kind === 'note-undo') return this.close();
      this.#sayNoted(word);
      this.#timer = setTimeout(() => this.close(), NOTICE_MS);
    }

    /** @param {string} word */
    #sayNoted(word) {
      this.#say(say('notedForTeam', word), say('undo'), () => this.#note('note-undo', word));
    }

    /**
     * @param {string} text
     * @param {string} label
     * @param {() => void} act
     */
    #say(text, label, act) {
      const button = element('button', { type: 'button', class: 'quiet' }, label);
      button.addEventListener('click', (event) => event.isTrusted && act());
      const said = element('div', { class: 'said', role: 'status' }, element('p', { id: 'card-name' }, text), button);
      this.#card.root.replaceChildren(said);
      button.focus({ preventScroll: true });
    }

    /** @param {string} id */
    async #termOf(id) {
      const term = await ask('term', { id, glossary: this.#glossary });
      if (!term) throw new RangeError(id);
      return term;
    }
  }

  /**
   * Where the selection is. A field keeps to itself where its own is: then it is the field.
   *
   * @returns {{node: Node, line: DOMRect}}
   */
  function selected() {
    const focused = deepFocus();
    if (focused?.matches('input, textarea')) return { node: focused, line: focused.getBoundingClientRect() };
    const selection = getSelection();
    const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : undefined;
    const line = range?.getClientRects()[0] ?? new DOMRect(innerWidth / 2, innerHeight / 3, 0, 0);
    return { node: range?.startContainer ?? document.documentElement, line };
  }

  lexibulle.Lookup = Lookup;
}
