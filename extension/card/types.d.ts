/** What the card is made of, written once for the extension and the service's page. */

/** A place in a text. Offsets count UTF-16 units, `start` included, `end` excluded. */
interface Span {
  start: number;
  end: number;
  term: string;
  glossary: string;
  surface: string;
  match: 'exact' | 'form' | 'alias' | 'typo';
  /** 0 to 1 */
  confidence: number;
  reason: string;
}

interface Confusion {
  /** id of a term, or else `other`: words outside the glossary */
  with?: string;
  other?: string;
  name: string;
  how: string;
}

/** A term as the service presents it; a field that is empty is left out. */
interface Term {
  id: string;
  glossary: string;
  name: string;
  definition: string;
  lang?: string;
  gender?: string;
  say?: string;
  expansion?: { en?: string; fr?: string };
  level?: number;
  plain?: string;
  note?: string;
  formula?: { expression: string; worked?: string };
  example?: string;
  confused?: Confusion[];
  detail?: string;
  ask?: string;
  caution?: { text: string; source: string; checked: string };
  official?: { term: string; status: string; source: string; seen?: string; published?: string };
  related?: string[];
  number?: number;
  category?: string;
  client?: string;
  /** other written forms; in the lexicon only */
  aliases?: string[];
}

/** What a card shows, and the words that stand in the same paragraph. */
interface CardView {
  term: Term;
  /** absent for a term that is not in the text: a related word, an entry of the lexicon */
  span?: Span | undefined;
  /** ids of the terms of the same paragraph */
  neighbours: Set<string>;
  open: boolean;
  /** is « Pourquoi ce mot ? » shown */
  explained: boolean;
  related: Term[];
  /** are all confusions shown, not those alone for which a card has room? */
  whole?: boolean;
}

type CardSubject = Pick<CardView, 'term' | 'span' | 'neighbours'>;

/** What the card asks of the page it stands in. What is to be kept is a promise where that takes time, and may fail. */
interface CardAsked {
  fetchTerm(id: string): Promise<Term>;
  learn(term: Term): unknown;
  forget(term: Term): unknown;
  dismiss(span: Span): unknown;
  restore(span: Span): unknown;
  /** where the words can be hidden; without it, the card does not offer to */
  site?: string;
  hideSite?(term: Term): unknown;
  showSite?(term: Term): unknown;
  /** rejected where the browser does not let us, or has no clipboard: on http */
  copy(text: string): Promise<void>;
  close(): void;
}

interface CardLabels {
  locale: string;
  masculine: string;
  feminine: string;
  probable: string;
  note(text: string): string;
  readAs(name: string): string;
  formula: string;
  example: string;
  confused: string;
  detail: string;
  ask: string;
  caution: string;
  checked(source: string, date: string): string;
  official(name: string): string;
  back: string;
  more: string;
  less: string;
  learn: string;
  copy: string;
  copied: string;
  notCopied: string;
  others: string;
  why: string;
  dismiss: string;
  hideSite: string;
  learned(name: string): string;
  dismissed: string;
  siteHidden(site: string): string;
  notKept: string;
  undo: string;
}

interface CardAttributes {
  [name: string]: string | number | boolean | undefined;
}

type CardChild = Node | string | undefined | null | false;

interface CardElement {
  readonly root: HTMLElement;
  readonly isPinned: boolean;
  show(subject: CardSubject): void;
  pin(): void;
  clear(): void;
  focus(): void;
}

declare var lexibulleCard: {
  /** Below, a sense is called probable: as SURE in the service's cards.py. */
  SURE: number;
  MOST_RELATED: number;
  /** terms.js */
  keyOfTerm(glossary: string, id: string): string;
  fold(text: string): string;
  labels: { fr: CardLabels; en: CardLabels };
  element<K extends keyof HTMLElementTagNameMap>(
    tag: K, attributes?: CardAttributes, ...children: CardChild[]): HTMLElementTagNameMap[K];
  cardParts(view: CardView, labels: CardLabels, hasSite: boolean): HTMLElement[];
  lineToCopy(term: Term): string;
  unbroken(text: string): string;
  placeBeside(card: HTMLElement, line: DOMRectReadOnly): void;
  setLengths(thing: HTMLElement, lengths: Record<string, number | 'auto'>): void;
  Card: new (labels: CardLabels, asked: CardAsked) => CardElement;
};
