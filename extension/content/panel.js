'use strict';
// « Vérifier mon brouillon »: a panel beside the draft that says which words to replace, and by what.
{
  const { Host, ask, findDraft, focusedDraft, isInFrame, language, readDraft, say } = lexibulle;
  const { element, labels } = lexibulleCard;
  const COPIED_MS = 6000;

  class DraftPanel {
    #labels = labels[language()]; // of the card: those of « Copier »
    #host = new Host(() => ask('look', {}), language());
    #root = element('div', { class: 'panel', role: 'dialog', 'aria-labelledby': 'panel-title', tabindex: -1 });
    /** @type {HTMLElement | undefined} */
    #draft;
    /** Of the question that was asked last: what is answered to others comes too late. */
    #turn = 0;

    /** @param {AbortSignal} signal */
    constructor(signal) {
      this.#host.root.addEventListener('keydown', (event) => this.#onKey(/** @type {KeyboardEvent} */ (event)));
      this.#root.addEventListener('click', (event) => this.#act(event));
      signal.addEventListener('abort', () => this.close());
    }

    /** The frame with the cursor checks its draft; none has it while the browser's own bars do: then the uppermost. */
    async check() {
      if (document.hasFocus() ? isInFrame() : window !== top) return;
      if (this.#hasFocus) await this.#checkAgain();
      else await this.#check(isInFrame() ? undefined : findDraft());
    }

    /** The same draft, while it is there: the cursor is with us by now. */
    async #checkAgain() {
      await this.#check(this.#draft?.isConnected ? this.#draft : findDraft());
    }

    /** @param {HTMLElement | undefined} draft */
    async #check(draft) {
      this.#turn += 1;
      const turn = this.#turn;
      this.#draft = draft;
      await this.#host.prepare();
      if (turn !== this.#turn) return;
      this.#show(say('draftReading'));
      this.#host.open(draft ?? document.documentElement, this.#root);
      this.#root.focus({ preventScroll: true });
      await (draft ? this.#read(draft, turn) : this.#show(say('draftNone')));
    }

    get #hasFocus() {
      return this.#host.root.activeElement !== null;
    }

    close() {
      this.#turn += 1;
      if (!this.#host.isOpen) return;
      const hadFocus = this.#hasFocus;
      this.#host.close();
      if (hadFocus) this.#draft?.focus({ preventScroll: true });
      this.#draft = undefined;
    }

    /**
     * @param {HTMLElement} draft
     * @param {number} turn
     */
    async #read(draft, turn) {
      const { text, thread } = readDraft(draft);
      if (!text.trim()) return this.#show(say('draftEmpty'));
      const answer = await ask('check', { text, thread }).catch(() => ({ failure: say('failedElse') }));
      if (turn !== this.#turn) return;
      const now = focusedDraft() ?? draft;
      if ('failure' in answer) this.#show(answer.failure);
      else if (now === draft && draft.isConnected && readDraft(draft).text === text) this.#showAnswer(text, answer);
      else this.#showChanged(now);
    }

    /** @param {string} line @param {...HTMLElement} parts */
    #show(line, ...parts) {
      this.#root.replaceChildren(
        element('div', { class: 'body' },
          element('h2', { id: 'panel-title', class: 'title' }, say('commandDraftCheck')),
          element('p', { class: 'verdict', role: 'status' }, line),
          ...parts),
        element('div', { class: 'actions' }, button('again', say('draftAgain')), button('close', say('close'))));
    }

    /** What was read is not what is being written; that is read only when it is asked for. @param {HTMLElement} now */
    #showChanged(now) {
      this.#draft = now;
      this.#show(say('draftChanged'));
    }

    /**
     * @param {string} text
     * @param {Lexibulle.CheckAnswer} answer
     */
    #showAnswer(text, { verdict, sentences, skipped }) {
      const list = element('ol', { class: 'sentences' }, ...sentences.map((sentence) => this.#sentence(text, sentence)));
      /** @type {HTMLElement[]} */
      const parts = sentences.length > 0 ? [list] : [];
      if (skipped.length > 0) parts.push(element('p', { class: 'meta' }, say('draftLeftOut')));
      this.#show(verdict, ...parts);
    }

    /**
     * @param {string} text
     * @param {Lexibulle.DraftSentence} sentence
     */
    #sentence(text, { start, end, words }) {
      const line = element('p', { class: 'sentence' });
      let done = start;
      for (const word of words) {
        line.append(text.slice(done, word.start), element('mark', {}, text.slice(word.start, word.end)));
        done = word.end;
      }
      line.append(text.slice(done, end));
      return element('li', {}, line, ...words.map((word) => this.#word(word)));
    }

    /** @param {Lexibulle.DraftWord} word */
    #word({ surface, advice, plain }) {
      return element('div', { class: 'word' },
        element('span', { class: `badge ${advice}` }, say(advice === 'avoid' ? 'draftAvoid' : 'draftExplain')),
        element('span', { class: 'instead' }, element('s', {}, surface), plain && ' → ', plain && element('strong', {}, plain)),
        plain && element('button', { type: 'button', class: 'quiet', 'data-action': 'copy', 'data-text': plain }, this.#labels.copy));
    }

    /** @param {Event} event */
    #act(event) {
      const pressed = event.target instanceof Element ? event.target.closest('[data-action]') : null;
      if (!event.isTrusted || !(pressed instanceof HTMLElement)) return;
      if (pressed.dataset.action === 'close') this.close();
      else if (pressed.dataset.action === 'again') void this.#checkAgain();
      else void this.#copy(pressed);
    }

    /** @param {HTMLElement} pressed */
    async #copy(pressed) {
      const copied = await copy(pressed.dataset.text ?? '').then(() => true, () => false);
      pressed.textContent = copied ? this.#labels.copied : this.#labels.notCopied;
      setTimeout(() => (pressed.textContent = this.#labels.copy), COPIED_MS);
    }

    /** What is typed here is no affair of the page's. @param {KeyboardEvent} event */
    #onKey(event) {
      event.stopPropagation();
      if (event.key === 'Escape' && event.isTrusted) this.close();
    }
  }

  /**
   * @param {string} action
   * @param {string} text
   */
  function button(action, text) {
    return element('button', { type: 'button', class: 'quiet', 'data-action': action }, text);
  }

  /** Rejected also where there is no clipboard: on http. @param {string} text */
  async function copy(text) {
    await navigator.clipboard.writeText(text);
  }

  lexibulle.DraftPanel = DraftPanel;
}
