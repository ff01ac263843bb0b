'use strict';
// One page that is read: from its text to what is underlined and explained. It calls, it does not do.
{
  const { Blocks, Near, Painter, Queue, Reader, Speaker, Veil, Wanted, Watch } = lexibulle;
  const { ask, flatParent, hitsOf, inSlices, isOurs, isReadable, later, unlikelyName, watchTurns } = lexibulle;
  const AGAIN_MS = 250; // after a change, before it is read again

  class Page {
    #end = new AbortController();
    #key = unlikelyName();
    #evidence = '';
    /** @type {Map<Lexibulle.TermKey, Term>} */
    #terms = new Map();
    #reading = Promise.resolve();

    /**
     * @param {Lexibulle.PageSettings} settings
     * @param {AbortSignal} gone
     */
    constructor(settings, gone) {
      const signal = AbortSignal.any([gone, this.#end.signal]);
      this.signal = signal;
      this.wanted = new Wanted(settings, this.#terms);
      this.blocks = new Blocks((block) => this.#dropped(block));
      this.speaker = new Speaker(this, this.#terms, signal);
      this.painter = new Painter((hit) => this.speaker.painted(hit), signal);
      this.painter.repaint([], (hit) => this.wanted.isShown(hit));
      this.queue = new Queue({
        ask: (blocks) => this.#ask(blocks),
        answered: (blocks, answer) => this.#answered(blocks, answer),
        ended: () => this.speaker.tellFound(),
        isLive: (block) => isReadable(document) && this.blocks.all.has(block),
        signal,
      });
      this.near = new Near((container, isNear) => this.#moved(container, isNear), (element) => this.#shown(element), signal);
      this.veil = new Veil(() => this.#read(this.#unveil()), signal);
      this.watch = new Watch(this.blocks, isOurs, later(() => this.#readChanges(), AGAIN_MS, signal), signal);
      this.reader = new Reader(this.blocks, {
        block: (block) => this.near.followText(block.container),
        root: (root) => this.#cameRoot(root),
        hidden: (element) => this.near.awaitShown(element),
        veiled: (element) => this.veil.await(element),
      });
      watchTurns(() => this.#turn(), signal);
      document.addEventListener('visibilitychange', () => this.#seen(), { signal });
      this.watch.observe(document);
      this.#read(this.reader.read(document.body, true));
    }

    get key() {
      return this.#key;
    }

    get isReading() {
      return this.queue.isBusy;
    }

    stop() {
      this.#end.abort();
    }

    /** @param {Lexibulle.PageSettings} settings */
    change(settings) {
      this.wanted = new Wanted(settings, this.#terms);
      this.painter.repaint(this.blocks.all, (hit) => this.wanted.isShown(hit));
      this.speaker.tellAnew();
    }

    /** Another page in the same document: the evidence of the last one says nothing about it. */
    #turn() {
      this.#key = unlikelyName();
      this.#evidence = '';
    }

    /** @param {Lexibulle.News} news */
    hear(news) {
      if (news.kind === 'service-back') this.queue.wake();
      else void this.speaker.hear(news);
    }

    /** @param {Iterator<void>} steps */
    #read(steps) {
      this.#reading = this.#reading.then(() => inSlices(steps, this.signal)).then(() => this.speaker.tellFound());
    }

    #readChanges() {
      if (document.hidden || !isReadable(document)) return; // they are kept until it is seen, or written no more
      this.blocks.sweep();
      const changes = this.watch.take();
      this.#read(changes ? this.#again(changes) : this.reader.read(document.body, true));
    }

    /**
     * @param {{added: Set<Node>, held: Set<Node>}} changes
     * @returns {Generator<void, void>}
     */
    *#again({ added, held }) {
      /** @type {Set<Element>} */
      const touched = new Set();
      for (const node of held) if (node.isConnected && node instanceof Element) touched.add(node);
      for (const node of added) {
        if (node instanceof Element) this.reader.forget(node);
        const parent = node.isConnected ? flatParent(node) : null;
        if (parent) touched.add(parent);
      }
      for (const element of touched) yield* this.reader.read(element, false);
    }

    /**
     * @param {Element} container
     * @param {boolean} isNear
     */
    #moved(container, isNear) {
      for (const block of this.blocks.in(container)) {
        if (isNear && block.state === 'new') this.queue.add(block);
        if (block.isNear === isNear) continue;
        block.isNear = isNear;
        this.painter.follow(block);
      }
    }

    /** @param {Element} element */
    #shown(element) {
      this.reader.forget(element);
      this.#read(this.reader.read(flatParent(element) ?? element, false));
    }

    /** @returns {Generator<void, void>} */
    *#unveil() {
      for (const element of this.veil.lifted()) {
        if (element) yield* this.reader.read(element, false);
        else yield;
      }
    }

    /** @param {ShadowRoot} root */
    #cameRoot(root) {
      this.watch.observe(root);
      this.speaker.cameRoot(root);
    }

    #seen() {
      if (document.hidden) return;
      this.queue.wake();
      this.#readChanges();
    }

    /** @param {Reading.Block[]} blocks */
    #ask(blocks) {
      const sent = blocks.map(({ id, text }) => ({ id, text }));
      return ask('annotate', { page: this.#key, title: document.title.slice(0, 1000), blocks: sent });
    }

    /**
     * @param {Reading.Block[]} blocks
     * @param {Lexibulle.Annotated} answer
     */
    #answered(blocks, { results, terms, evidence }) {
      for (const [key, term] of Object.entries(terms)) this.#terms.set(key, term);
      const byId = new Map(results.map((result) => [result.id, result]));
      for (const block of blocks) {
        const result = byId.get(block.id);
        if (!result) block.state = 'refused';
        else if (this.blocks.all.has(block)) this.#accept(block, result, evidence);
      }
      this.#askAgain(evidence);
    }

    /**
     * @param {Reading.Block} block
     * @param {Lexibulle.AnnotateResult} result
     * @param {string} evidence
     */
    #accept(block, { spans, undecided }, evidence) {
      Object.assign(block, { state: 'read', undecided, evidence });
      const hits = hitsOf(block, spans);
      if (isSame(hits, block.hits)) return;
      this.painter.unpaint(block);
      block.hits = hits;
      this.painter.paint(block);
      if ([...this.blocks.in(block.container)].some(hasHits)) this.near.followText(block.container);
      else this.near.leaveText(block.container);
    }

    /** What lacked evidence is asked again, once, when there is more. @param {string} evidence */
    #askAgain(evidence) {
      if (evidence === this.#evidence) return;
      this.#evidence = evidence;
      for (const block of this.blocks.all) {
        if (block.state !== 'read' || block.isAskedAgain || block.evidence === evidence || !isOpen(block)) continue;
        block.isAskedAgain = true;
        this.queue.add(block);
      }
    }

    /** @param {Reading.Block} block */
    #dropped(block) {
      this.painter.unpaint(block);
      this.speaker.tellFound();
    }
  }

  /** @param {Reading.Block} block */
  function hasHits({ hits }) {
    return hits.length > 0;
  }

  /** Would more evidence change anything? @param {Reading.Block} block */
  function isOpen({ undecided, hits }) {
    return undecided > 0 || hits.some(({ span }) => span.confidence < lexibulleCard.SURE);
  }

  /**
   * @param {Reading.Hit[]} hits
   * @param {Reading.Hit[]} others
   */
  function isSame(hits, others) {
    const shape = (/** @type {Reading.Hit[]} */ list) => list.map(({ span }) => `${span.start} ${span.end} ${span.term} ${span.confidence}`).join();
    return hits.length > 0 && shape(hits) === shape(others);
  }

  lexibulle.Page = Page;
}
