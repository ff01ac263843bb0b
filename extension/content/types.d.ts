/** What the content scripts share: one namespace of the isolated world, which the page cannot see. */

declare namespace Reading {
  /** A part of one text node within the text of a block. `raws` gives the way back where white space collapsed. */
  interface Piece {
    node: Text;
    /** in the text of the block */
    start: number;
    end: number;
    /** offsets in `node.data`, one for each unit of the piece; absent where nothing collapsed */
    raws: number[] | undefined;
  }

  /** Text that is rendered as one: what stands between two borders of blocks. */
  interface Flow {
    /** The element that holds the text, and has a box. */
    container: Element;
    text: string;
    /** at least one, in order */
    pieces: Piece[];
    place: Place;
  }

  /** Within a reading unit, a term is underlined once. */
  interface Unit {
    blocks: Set<Block>;
    painted: Map<Lexibulle.TermKey, Hit>;
  }

  interface Place {
    unit: Unit;
    /** in a menu, a button, a column heading: never underlined, explained only when asked */
    quiet: boolean;
  }

  interface Block extends Flow {
    id: string;
    hits: Hit[];
    /** `refused`: the service does not take it, and is not asked again */
    state: 'new' | 'waiting' | 'asked' | 'read' | 'refused';
    /** candidates that lack evidence */
    undecided: number;
    /** what was known of the page when it was read */
    evidence: string;
    /** on the screen or about to come there: what is elsewhere is not painted, since each range costs in every frame */
    isNear: boolean;
    isAskedAgain: boolean;
  }

  /** Part of a hit within one text node, in UTF-16 units of its data. */
  interface Part {
    node: Text;
    start: number;
    end: number;
  }

  interface Hit {
    span: Span;
    key: Lexibulle.TermKey;
    block: Block;
    /** at least one */
    parts: Part[];
    /** while it is underlined, or would be if it were near */
    ranges: StaticRange[];
  }
}

interface ReadingBlocks {
  readonly all: Set<Reading.Block>;
  at(node: Text): Reading.Block | undefined;
  in(container: Element): Iterable<Reading.Block>;
  take(flow: Reading.Flow): { block: Reading.Block; isNew: boolean };
  drop(block: Reading.Block): void;
  sweep(): void;
}

interface ReadingFound {
  block(block: Reading.Block): void;
  root(root: ShadowRoot): void;
  /** without a box */
  hidden(element: Element): void;
  /** with text that has its place, but is not visible */
  veiled(element: Element): void;
}

interface ReadingPlaces {
  enter(element: Element, outer: Reading.Place): Reading.Place;
  leave(element: Element, outer: Reading.Place, inner: Reading.Place, last: Reading.Place): Reading.Place;
  after(element: Element): Reading.Place | undefined;
  at(element: Element): Reading.Place;
}

interface ReadingWanted {
  readonly settings: Lexibulle.PageSettings;
  isListed(hit: Reading.Hit): boolean;
  isShown(hit: Reading.Hit): boolean;
  isDismissed(hit: Reading.Hit): boolean;
  placeOf(hit: Reading.Hit): string;
}

interface ReadingPainter {
  readonly painted: Set<Reading.Hit>;
  paint(block: Reading.Block): void;
  unpaint(block: Reading.Block): void;
  /** After `isNear` of a block has changed. */
  follow(block: Reading.Block): void;
  repaint(blocks: Iterable<Reading.Block>, isShown: (hit: Reading.Hit) => boolean): void;
  hover(hit: Reading.Hit | undefined): void;
}

interface ReadingPage {
  readonly key: string;
  readonly isReading: boolean;
  readonly blocks: ReadingBlocks;
  readonly painter: ReadingPainter;
  readonly wanted: ReadingWanted;
  stop(): void;
  change(settings: Lexibulle.PageSettings): void;
  hear(news: Lexibulle.News): void;
}

interface QueueOptions {
  ask(blocks: Reading.Block[]): Promise<Lexibulle.Annotated>;
  answered(blocks: Reading.Block[], answer: Lexibulle.Annotated): void;
  /** a request has ended, whatever came of it */
  ended(): void;
  /** is it still on the page as it was asked about */
  isLive(block: Reading.Block): boolean;
  signal: AbortSignal;
}

interface PointingOptions {
  pick(x: number, y: number, target: Element): { hit: Reading.Hit; line: DOMRect } | undefined;
  /** `isAsked`: the reader holds Shift */
  isOffered(hit: Reading.Hit, isAsked: boolean): boolean;
  show(hit: Reading.Hit, line: DOMRect): void;
  /** the pointer went elsewhere */
  leave(): void;
  shownHit(): Reading.Hit | undefined;
  hover(hit: Reading.Hit | undefined): void;
  signal: AbortSignal;
}

interface ExplainerOptions extends Omit<CardAsked, 'copy' | 'close' | 'dismiss' | 'restore'> {
  lang: 'fr' | 'en';
  loadLook(): Promise<string>;
  subjectOf(hit: Reading.Hit): CardSubject | undefined;
  dismiss(hit: Reading.Hit): unknown;
  restore(hit: Reading.Hit): unknown;
  closed(): void;
  signal: AbortSignal;
}

declare var lexibulle: {
  /** start.js: `open` in a test build only. */
  shadowMode: ShadowRootMode;
  /** main.js: ends everything of this instance. */
  end?: () => void;

  /** browser.js */
  Unanswered: new (failure: Lexibulle.Failure) => Error & { failure: Lexibulle.Failure };
  ask<K extends keyof Lexibulle.PageCalls>(
    kind: K, sent: Lexibulle.PageCalls[K]['sent']): Promise<Lexibulle.PageCalls[K]['back']>;
  onNews(hear: (news: Lexibulle.News) => void, signal: AbortSignal): void;
  onGone(act: () => void): void;
  shadowRootOf(element: Element): ShadowRoot | null;
  say(key: string, ...parts: string[]): string;
  language(): 'fr' | 'en';
  adopt(root: Document | ShadowRoot, sheet: CSSStyleSheet): void;
  disown(root: Document | ShadowRoot, sheet: CSSStyleSheet): void;

  /** idle.js */
  inSlices(steps: Iterator<void>, signal: AbortSignal): Promise<void>;
  later(act: () => void, ms: number, signal: AbortSignal): () => void;

  /** tree.js */
  flatChildren(element: Element, root?: ShadowRoot | null): Iterable<Node>;
  flatParent(node: Node): Element | null;
  closestInFlatTree(node: Node, selector: string): Element | null;

  /** focus.js */
  deepFocus(): Element | null;
  isInFrame(): boolean;

  /** kinds.js */
  kindOf(element: Element, style: CSSStyleDeclaration): 'text' | 'object' | 'none' | 'tucked';
  isNothing(element: Element): boolean;
  isWithheld(element: Element): boolean;
  isInline(display: string): boolean;
  isReadable(document: Document): boolean;

  /** flow.js */
  FlowText: new () => {
    readonly text: string;
    readonly pieces: Reading.Piece[];
    add(node: Text, collapse: string): void;
    breakLine(): void;
    edge(): void;
    object(): void;
  };
  partsOf(pieces: Reading.Piece[], start: number, end: number): Reading.Part[];

  /** places.js, blocks.js, reader.js */
  Places: new () => ReadingPlaces;
  Blocks: new (onDrop: (block: Reading.Block) => void) => ReadingBlocks;
  Reader: new (blocks: ReadingBlocks, found: ReadingFound) => {
    read(element: Element, deep: boolean): Generator<void, void>;
    forget(element: Element): void;
  };

  /** watch.js, near.js, veil.js */
  Watch: new (blocks: ReadingBlocks, isOurs: (node: Node) => boolean, changed: () => void, signal: AbortSignal) => {
    observe(root: Document | ShadowRoot): void;
    take(): { added: Set<Node>; held: Set<Node> } | undefined;
  };
  Near: new (onText: (container: Element, isNear: boolean) => void, onShown: (element: Element) => void, signal: AbortSignal) => {
    followText(container: Element): void;
    leaveText(container: Element): void;
    awaitShown(element: Element): void;
  };
  Veil: new (onSign: () => void, signal: AbortSignal) => {
    await(element: Element): void;
    lifted(): Generator<Element | undefined, void>;
  };

  /** queue.js */
  Queue: new (options: QueueOptions) => { readonly isBusy: boolean; add(block: Reading.Block): void; wake(): void };

  /** hits.js, paint.js */
  hitsOf(block: Reading.Block, spans: Span[]): Reading.Hit[];
  Wanted: new (settings: Lexibulle.PageSettings, terms: ReadonlyMap<Lexibulle.TermKey, Term>) => ReadingWanted;
  Painter: new (onPaint: (hit: Reading.Hit) => void, signal: AbortSignal) => ReadingPainter;
  unlikelyName(): string;

  /** pick.js, point.js */
  Picker: new (blocks: ReadingBlocks) => {
    addRoot(root: ShadowRoot): void;
    at(x: number, y: number, target: Element): { hit: Reading.Hit; line: DOMRect } | undefined;
    inSelection(selection: Selection): Reading.Hit | undefined;
  };
  linesOf(hit: Reading.Hit): DOMRect[];
  watchPointer(options: PointingOptions): void;

  /** host.js */
  Host: new (loadLook: () => Promise<string>, lang: string) => {
    readonly root: ShadowRoot;
    readonly isOpen: boolean;
    prepare(): Promise<void>;
    open(node: Node, ...contents: HTMLElement[]): void;
    closeLightly(close: () => void, signal: AbortSignal, hasMoved?: () => boolean): void;
    close(): void;
  };
  isOurs(node: EventTarget): boolean;

  /** explain.js, speak.js */
  Explainer: new (asked: ExplainerOptions) => {
    readonly isOpen: boolean;
    readonly isPinned: boolean;
    readonly hit: Reading.Hit | undefined;
    prepare(): Promise<void>;
    show(hit: Reading.Hit, line: DOMRectReadOnly): void;
    focus(hit: Reading.Hit): void;
    close(): void;
  };
  Speaker: new (page: ReadingPage, terms: ReadonlyMap<Lexibulle.TermKey, Term>, signal: AbortSignal) => {
    cameRoot(root: ShadowRoot): void;
    painted(hit: Reading.Hit): void;
    tellFound(): void;
    tellAnew(): void;
    hear(news: Lexibulle.News): Promise<void>;
  };

  /** draft.js, panel.js, lookup.js */
  findDraft(): HTMLElement | undefined;
  focusedDraft(): HTMLElement | undefined;
  readDraft(draft: HTMLElement): { text: string; thread: string };
  DraftPanel: new (signal: AbortSignal) => { check(): Promise<void>; close(): void };
  Lookup: new (signal: AbortSignal) => { show(looked: Lexibulle.Looked | { failure: string }): Promise<void>; close(): void };

  /** turns.js */
  watchTurns(act: () => void, signal: AbortSignal): void;

  /** page.js */
  Page: new (settings: Lexibulle.PageSettings, gone: AbortSignal) => ReadingPage;
};
