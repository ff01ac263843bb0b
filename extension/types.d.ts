/**
 * What the parts of the extension say to one another and to the service: written once, here.
 *
 * Global on purpose: content scripts are classic scripts and import nothing. `Term` and `Span` are the card's, see
 * `card/types.d.ts`. The shapes that come from the service are held against its OpenAPI document by
 * `tests/test_extension_types.py`.
 *
 * Offsets are UTF-16 units of the submitted text, half open. Times are milliseconds since 1970.
 */
declare namespace Lexibulle {
  // ---- From the service ------------------------------------------------------------------------------------------

  interface AnnotateRequest {
    texts: { id: string; text: string }[];
    offset_unit: 'utf16';
    title: string;
    context?: string;
  }

  interface TextResult {
    /** As it was sent. */
    id: unknown;
    spans: Span[];
    /** Candidates that lack evidence: worth asking again, once, when the evidence of the page has changed. */
    undecided: number;
  }

  interface AnnotateAnswer {
    offset_unit: 'utf16' | 'codepoint';
    glossary_version: string;
    engine: string;
    /** Opaque; sent verbatim with the page's next request. No text in it; null for texts that were no page. */
    context: string | null;
    results: TextResult[];
    terms: Record<string, Term>;
  }

  interface TermsAnswer {
    glossary_version: string;
    terms: Term[];
  }

  interface CheckRequest {
    text: string;
    thread: string;
    offset_unit: 'utf16';
  }

  interface DraftWord extends Span {
    advice: 'avoid' | 'explain';
    /** Empty where the glossary has none. */
    plain: string;
    official?: string;
  }

  interface DraftSentence {
    start: number;
    end: number;
    words: DraftWord[];
  }

  interface CheckAnswer {
    offset_unit: 'utf16' | 'codepoint';
    glossary_version: string;
    engine: string;
    count: number;
    /** « 4 mots à revoir avant l’envoi » or « Rien à revoir ». */
    verdict: string;
    sentences: DraftSentence[];
    skipped: { start: number; end: number; kind: 'quote' | 'signature' }[];
    terms: Record<string, Term>;
  }

  interface LookupRequest {
    text: string;
  }

  interface LookupMatch {
    term: string;
    glossary: string;
    /** From 0 to 1. */
    score: number;
    surface: string;
  }

  interface LookupAnswer {
    glossary_version: string;
    engine: string;
    /** Best first, five at most, empty when nothing is near. */
    matches: LookupMatch[];
    terms: Record<string, Term>;
  }

  interface PairRequest {
    name: string;
  }

  interface PairAsked {
    /** A secret of this request. */
    id: string;
    code: string;
    /** Seconds. */
    expires_in: number;
    approve_url: string;
  }

  interface PairState {
    status: 'pending' | 'approved' | 'refused' | 'expired';
    code: string;
    /** Handed over once. */
    token?: string;
  }

  interface Health {
    service: string;
    api: string;
  }

  // ---- What is kept -----------------------------------------------------------------------------------------------

  /** `glossary:id`. Two glossaries may share an id. */
  type TermKey = string;

  type Loudness = 'underline' | 'discreet';
  /** 1 all words, 2 without those of the first day, 3 rare words only. */
  type Level = 1 | 2 | 3;

  interface Settings {
    version: number;
    /** Address of the service, without a slash at the end. Never changed but by the user. */
    service: string;
    loudness: Loudness;
    level: Level;
    /** Are uncertain hits underlined too? */
    uncertain: boolean;
    /** Everything is hidden in all tabs until then; 0: not paused. */
    pausedUntil: number;
  }

  /** What a content script needs to know, for its own site. It never gets more. */
  interface PageSettings {
    /** `paused` and `off`: nothing is read, nothing is painted. */
    state: 'on' | 'paused' | 'off';
    loudness: Loudness;
    level: Level;
    uncertain: boolean;
    /** Host of the site as shown in « Masqué sur linkedin.com ». */
    site: string;
    /** « Je connais ». */
    known: TermKey[];
    /** « Masquer sur ce site », for this site. */
    hidden: TermKey[];
    /** Shown often and never opened: gone to sleep. */
    asleep: TermKey[];
    /** « Ce n’est pas ce sens »: what `not-this-sense` was given, for this site. */
    dismissed: string[];
    /** Goes into what `not-this-sense` is given. */
    salt: string;
  }

  /** Words of this page for the popup: distinct terms in the order of the page. */
  interface FoundTerm {
    key: TermKey;
    count: number;
  }

  // ---- Messages -------------------------------------------------------------------------------------------------

  interface Block {
    id: string;
    text: string;
  }

  /** `id` is that of the block. */
  interface AnnotateResult extends TextResult {
    id: string;
  }

  interface Annotated {
    /** Of the blocks that the service has taken: one that it refuses is left out. */
    results: AnnotateResult[];
    /** By `TermKey`, each once. */
    terms: Record<TermKey, Term>;
    /** Changes when the evidence of the page has changed: then blocks with `undecided` > 0 are worth asking again. */
    evidence: string;
  }

  interface Looked {
    text: string;
    matches: LookupMatch[];
    /** By `TermKey`. */
    terms: Record<TermKey, Term>;
    /** Has this word been noted for the team already? */
    noted: boolean;
  }

  /** What content scripts ask the background: kind → what is sent, what comes back. */
  interface PageCalls {
    /** First thing a content script asks in a document, also one that comes back from the back/forward cache. */
    settings: { sent: {}; back: PageSettings };
    /** Last thing it says, on `pagehide`: what was known of this document is dropped. */
    leave: { sent: {}; back: null };
    /** The card's style sheet: a content script cannot read the extension's files. */
    look: { sent: {}; back: string };
    /** `page`: a key of the document in this frame, new after a navigation. queue.js says how much goes at once, shapes.js what is refused. */
    annotate: { sent: { page: string; title: string; blocks: Block[] }; back: Annotated };
    /** An entry, for a related word opened in place. `glossary` first, else any. null: in no glossary. */
    term: { sent: { id: string; glossary: string }; back: Term | null };
    /** « Je connais », and its « Annuler ». All tabs hear of it by `settings-changed`. */
    know: { sent: { key: TermKey }; back: null };
    forget: { sent: { key: TermKey }; back: null };
    /** « Masquer sur ce site », and its « Annuler »; the site is the sender's. */
    'hide-here': { sent: { key: TermKey }; back: null };
    'show-here': { sent: { key: TermKey }; back: null };
    /** « Ce n’est pas ce sens », and its « Annuler ». `place`: a salted hash of the block's text, the offset and the term. */
    'not-this-sense': { sent: { place: string }; back: null };
    'this-sense': { sent: { place: string }; back: null };
    /** Terms painted on this page, once each and page; a card that was opened. Only id, count and day are kept. */
    seen: { sent: { keys: TermKey[] }; back: null };
    opened: { sent: { key: TermKey }; back: null };
    /**
     * The words of this frame, for the popup, whenever they have changed: sleeping ones too, known and hidden ones not.
     * `reading`: more to come. `refused`: there is text that the service does not take.
     */
    found: { sent: { page: string; reading: boolean; refused: boolean; terms: FoundTerm[] }; back: null };
    /** The draft check, only when asked for; a failure is in words. */
    check: { sent: { text: string; thread: string }; back: CheckAnswer | { failure: string } };
    /** A selection. */
    lookup: { sent: { text: string }; back: Looked };
    /** « Noter pour mon équipe », and its « Annuler ». */
    note: { sent: { word: string }; back: null };
    'note-undo': { sent: { word: string }; back: null };
  }

  /** What the background tells content scripts; nobody answers. */
  interface PageNews {
    'settings-changed': { settings: PageSettings };
    /** Commands: the next or previous term of the page gets the focus. Every frame hears it; the one with the focus acts. */
    next: {};
    previous: {};
    /** « Vérifier mon brouillon ». */
    'draft-check': {};
    /** From the context menu: show this beside the selection; a failure is in words. */
    'lookup-shown': { looked: Looked | { failure: string } };
    /** From the popup's list: scroll to the first such word and open its card. */
    'go-to': { key: TermKey };
    /** The service is back: what failed may be asked again. */
    'service-back': {};
  }

  // ---- Messages of our own pages: popup, first run, options ------------------------------------------------------

  type Pairing =
    | { state: 'pending'; code: string; expires: number; address: string }
    | { state: 'refused' | 'expired' };

  /** How it stands with the service, the first that holds. `retryAt`: when the background tries again by itself. */
  type Connection =
    | { state: 'ok' | 'unpaired' | 'revoked' | 'old' | 'stranger' }
    | Pairing
    | { state: 'absent' | 'busy' | 'failed'; retryAt: number };

  interface Service {
    address: string;
    /** Host as shown; empty for this computer. */
    host: string;
  }

  interface Site {
    /** « linkedin.com ». */
    name: string;
    state: 'on' | 'off' | 'never' | 'forbidden';
    /** What the browser must grant for it. */
    matches: string[];
  }

  interface FoundWord extends FoundTerm {
    name: string;
    lang?: string;
    plain?: string;
  }

  /** Everything the popup shows. */
  interface TabState {
    connection: Connection;
    service: Service;
    site: Site;
    pausedUntil: number;
    loudness: Loudness;
    reading: boolean;
    /** Is there text that the service does not take? */
    refused: boolean;
    found: FoundWord[];
    /** Words of this page that are asleep. */
    asleep: FoundWord[];
  }

  /** What is known about words, with their names, for the options. */
  interface KeptWords {
    known: FoundWord[];
    asleep: FoundWord[];
    hidden: { site: string; word: FoundWord }[];
    /** how many places, on all sites */
    dismissed: number;
    noted: string[];
  }

  /** What our own pages ask the background. Content scripts may not. */
  interface OwnCalls {
    'tab-state': { sent: { tab: number; address: string }; back: TabState };
    connection: { sent: {}; back: { connection: Connection; service: Service } };
    /** Ask the service at once whether it is there. */
    retry: { sent: {}; back: Connection };
    lexicon: { sent: {}; back: Term[] };
    settings: { sent: {}; back: Settings };
    'change-settings': { sent: { changes: Partial<Omit<Settings, 'version'>> }; back: null };
    sites: { sent: {}; back: Record<string, { matches: string[]; on: boolean; granted: boolean }> };
    /** `matches`: what is new of the site, or goes. The permission is asked for by the page, on a click. */
    'site-on': { sent: { name: string; matches: string[] }; back: null };
    'site-off': { sent: { name: string; matches: string[] }; back: null };
    'site-forget': { sent: { name: string; matches: string[] }; back: null };
    /** Asks for a pairing and opens the service's page where it is approved. */
    pair: { sent: {}; back: null };
    'pair-reopen': { sent: {}; back: null };
    'pair-cancel': { sent: {}; back: null };
    unpair: { sent: {}; back: null };
    'go-to': { sent: { tab: number; key: TermKey }; back: null };
    words: { sent: {}; back: KeptWords };
    know: { sent: { key: TermKey }; back: null };
    forget: { sent: { key: TermKey }; back: null };
    wake: { sent: { key: TermKey }; back: null };
    unhide: { sent: { site: string; key: TermKey }; back: null };
    /** Underlines again every place that was said not to be meant. */
    'forget-dismissed': { sent: {}; back: null };
    'is-noted': { sent: { word: string }; back: boolean };
    note: { sent: { word: string }; back: null };
    'note-undo': { sent: { word: string }; back: null };
  }

  type Kinds<Calls> = keyof Calls & string;
  type PageMessage = { [K in Kinds<PageCalls>]: { kind: K } & PageCalls[K]['sent'] }[Kinds<PageCalls>];
  type OwnMessage = { [K in Kinds<OwnCalls>]: { kind: K } & OwnCalls[K]['sent'] }[Kinds<OwnCalls>];
  type News = { [K in Kinds<PageNews>]: { kind: K } & PageNews[K] }[Kinds<PageNews>];

  /** Why there is no answer. `retryIn`: milliseconds until the background tries again by itself. */
  interface Failure {
    code:
      | 'absent' // nothing listens at the address
      | 'unpaired'
      | 'revoked' // the service does not know our token (any more)
      | 'busy'
      | 'old' // the service is older than the extension
      | 'stranger' // another program answers at the address
      | 'refused' // the service understood and says no; `detail` says why, in French
      | 'failed' // the service answered with an error of its own
      | 'off' // this site is off, or everything is paused
      | 'bad-message';
    detail?: string | undefined;
    /** Of `refused`: JSON pointers to what is wrong in what was sent. */
    pointers?: string[];
    retryIn?: number;
  }

  /** What `sendMessage` gives back, always; it never throws across the border. */
  type Answer<Value> = { ok: true; value: Value } | { ok: false; failure: Failure };
}
