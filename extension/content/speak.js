'use strict';
// What the page's reader meets: cards under the pointer and by keyboard; and what the popup is told.
{
  const { Explainer, Picker, ask, isInFrame, language, later, linesOf, watchPointer } = lexibulle;
  const { keyOfTerm } = lexibulleCard;
  const TELL_MS = 300; // between two reports
  const SEEN_MS = 2000;

  class Speaker {
    #told = '';
    /** @type {Set<Lexibulle.TermKey>} painted, and not told yet */
    #unseen = new Set();
    /** @type {Set<Lexibulle.TermKey>} */
    #seen = new Set();
    /** @type {Reading.Hit | undefined} the one explained last */
    #last;
    /** @type {Reading.Hit | undefined} the one that the reader means now */
    #meant;
    #page;
    #terms;

    /**
     * @param {ReadingPage} page
     * @param {ReadonlyMap<Lexibulle.TermKey, Term>} terms
     * @param {AbortSignal} signal
     */
    constructor(page, terms, signal) {
      this.#page = page;
      this.#terms = terms;
      this.picker = new Picker(page.blocks);
      this.explainer = new Explainer({
        lang: language(),
        site: page.wanted.settings.site,
        loadLook: () => ask('look', {}),
        subjectOf: (hit) => this.#subjectOf(hit),
        fetchTerm: (id) => this.#termOf(id),
        learn: (term) => ask('know', { key: keyOf(term) }),
        forget: (term) => ask('forget', { key: keyOf(term) }),
        hideSite: (term) => ask('hide-here', { key: keyOf(term) }),
        showSite: (term) => ask('show-here', { key: keyOf(term) }),
        dismiss: (hit) => ask('not-this-sense', { place: page.wanted.placeOf(hit) }),
        restore: (hit) => ask('this-sense', { place: page.wanted.placeOf(hit) }),
        closed: () => page.painter.hover(undefined),
        signal,
      });
      this.tellFound = later(() => this.#tellFound(), TELL_MS, signal);
      this.tellSeen = later(() => this.#tellSeen(), SEEN_MS, signal);
      this.#watch(signal);
    }

    /** @param {ShadowRoot} root */
    cameRoot(root) {
      this.picker.addRoot(root);
    }

    /** Tells all again: who comes back from the back/forward cache was forgotten. */
    tellAnew() {
      this.#told = '';
      this.tellFound();
    }

    /** A term was underlined. @param {Reading.Hit} hit */
    painted({ key }) {
      if (this.#seen.has(key)) return;
      this.#seen.add(key);
      this.#unseen.add(key);
      void this.explainer.prepare().catch(() => {});
      this.tellSeen();
    }

    /** @param {AbortSignal} signal */
    #watch(signal) {
      watchPointer({
        pick: (x, y, target) => this.picker.at(x, y, target),
        isOffered: (hit, isAsked) => hit.ranges.length > 0 || (isAsked && !this.#page.wanted.isDismissed(hit)),
        show: (hit, line) => void this.#show(hit, line).catch(() => {}),
        leave: () => this.explainer.isPinned || this.explainer.close(),
        shownHit: () => this.explainer.hit,
        hover: (hit) => this.#hover(hit),
        signal,
      });
      addEventListener('pointerup', (event) => event.isTrusted && this.#showSelected(), { capture: true, signal });
    }

    /** @param {Reading.Hit | undefined} hit under the pointer */
    #hover(hit) {
      this.#meant = hit;
      this.#page.painter.hover(hit ?? this.explainer.hit);
    }

    /**
     * @param {Reading.Hit} hit
     * @param {DOMRectReadOnly} line
     */
    async #show(hit, line) {
      this.#meant = hit;
      await this.explainer.prepare();
      if (this.#meant !== hit) return;
      this.explainer.show(hit, line);
      this.#last = hit;
      tell('opened', { key: hit.key });
    }

    /** In discreet mode, selecting a word explains it. */
    #showSelected() {
      const selection = getSelection();
      if (this.#page.wanted.settings.loudness !== 'discreet' || !selection || selection.isCollapsed) return;
      const hit = this.picker.inSelection(selection);
      const [line] = hit ? linesOf(hit) : [];
      if (hit && line) void this.#show(hit, line).catch(() => {});
    }

    /** @param {Lexibulle.News} news */
    async hear(news) {
      await this.explainer.prepare();
      if (news.kind === 'next') this.#step(1);
      else if (news.kind === 'previous') this.#step(-1);
      else if (news.kind === 'go-to') this.#goTo(news.key);
    }

    /** @param {1 | -1} by */
    #step(by) {
      if (!hasFocus()) return;
      const places = inOrder(this.#page.painter.painted);
      const now = places.findIndex(({ hit }) => hit === this.#last);
      const first = places.findIndex(({ top }) => top >= scrollY);
      const at = now >= 0 ? now + by : by > 0 ? first : first - 1;
      const place = places[(at + places.length) % places.length];
      if (place) this.#focus(place.hit);
    }

    /** @param {Lexibulle.TermKey} key */
    #goTo(key) {
      const hit = [...this.#page.painter.painted].find((one) => one.key === key) ?? [...this.#page.blocks.all].flatMap(({ hits }) => hits).find((one) => one.key === key);
      if (hit) this.#focus(hit);
    }

    /** @param {Reading.Hit} hit */
    #focus(hit) {
      this.explainer.focus(hit);
      this.#last = hit;
      this.#page.painter.hover(hit);
      tell('opened', { key: hit.key });
    }

    /**
     * @param {Reading.Hit} hit
     * @returns {CardSubject | undefined}
     */
    #subjectOf({ key, span, block }) {
      const term = this.#terms.get(key);
      const neighbours = new Set(block.hits.map((other) => other.span.term).filter((id) => id !== span.term));
      return term && { term, span, neighbours };
    }

    /** @param {string} id */
    async #termOf(id) {
      const glossary = this.explainer.hit?.span.glossary ?? '';
      const term = this.#terms.get(keyOfTerm(glossary, id)) ?? (await ask('term', { id, glossary }));
      if (!term) throw new RangeError(id);
      return term;
    }

    #tellFound() {
      /** @type {Map<Lexibulle.TermKey, number>} */
      const counts = new Map();
      let refused = false;
      for (const { hits, state } of this.#page.blocks.all) {
        refused ||= state === 'refused';
        for (const hit of hits) if (this.#page.wanted.isListed(hit)) counts.set(hit.key, (counts.get(hit.key) ?? 0) + 1);
      }
      const report = { page: this.#page.key, reading: this.#page.isReading, refused, terms: [...counts].map(([key, count]) => ({ key, count })) };
      const told = JSON.stringify(report);
      if (told !== this.#told) tell('found', report);
      this.#told = told;
    }

    #tellSeen() {
      tell('seen', { keys: [...this.#unseen] });
      this.#unseen.clear();
    }
  }

  /** @param {Term} term */
  function keyOf({ glossary, id }) {
    return keyOfTerm(glossary, id);
  }

  /**
   * Says something that needs no answer.
   *
   * @template {keyof Lexibulle.PageCalls} K
   * @param {K} kind
   * @param {Lexibulle.PageCalls[K]['sent']} sent
   */
  function tell(kind, sent) {
    ask(kind, sent).catch(() => {});
  }

  /** Is the keyboard in this very frame? */
  function hasFocus() {
    return document.hasFocus() && !isInFrame();
  }

  /**
   * Terms as the eye meets them.
   *
   * @param {Iterable<Reading.Hit>} hits
   */
  function inOrder(hits) {
    return [...hits]
      .flatMap((hit) => linesOf(hit).slice(0, 1).map(({ top, left }) => ({ hit, top: top + scrollY, left })))
      .sort((one, other) => one.top - other.top || one.left - other.left);
  }

  lexibulle.Speaker = Speaker;
}
