/**
 * The terms of the blocks of a page. The evidence for a sense may stand in another block of the page, so the service's
 * `context` is kept per page and goes with each request.
 *
 * @typedef {import('./pages.js').Place} Place
 * @typedef {Lexibulle.PageCalls['annotate']['sent']} Asked
 * @typedef {object} Read what is kept of one block's answer; `context` is that of the page after it
 * @property {Lexibulle.TextResult} [result] none of a block that the service refuses
 * @property {Record<Lexibulle.TermKey, Term>} terms
 * @property {string} context
 */
import { Cache, keyOf } from './cache.js';
import { edition, notice } from './edition.js';
import { Unanswered } from './failure.js';
import { changePage, nameOf, pageAt, turnTo } from './pages.js';
import { post } from './service.js';
import { settings } from './settings.js';
import { inTurn } from './stored.js';
import { byKey, keyOfTerm } from './terms.js';

/** @type {Cache<Read>} */
const cache = new Cache(4000);

/**
 * @param {Place} place
 * @param {Asked} asked
 * @returns {Promise<Lexibulle.Annotated>}
 */
export async function annotate(place, asked) {
  await turnTo(place, asked.page);
  return inTurn(nameOf(place), async () => {
    const page = await pageAt(place, asked.page);
    const { reads, context } = await readBlocks(asked, page.context);
    if (context !== page.context) await changePage(place, asked.page, { context });
    return {
      results: reads.flatMap(({ result }, at) => (result ? [{ ...result, id: /** @type {Lexibulle.Block} */ (asked.blocks[at]).id }] : [])),
      terms: Object.assign({}, ...reads.map(({ terms }) => terms)),
      evidence: await keyOf(context),
    };
  });
}

/**
 * The answers of the blocks in their order, and the context of the page after them.
 *
 * @param {Asked} asked
 * @param {string} context
 * @returns {Promise<{reads: Read[], context: string}>}
 */
async function readBlocks({ blocks, title }, context) {
  const { service } = await settings();
  const known = await edition();
  const keys = await Promise.all(blocks.map(({ text }) => keyOf(service, text, context, title, known)));
  const reads = keys.map((key) => cache.get(key));
  const before = (await Promise.all(reads)).findLast((read) => read)?.context ?? context;
  const missing = [...keys.keys()].filter((at) => !reads[at]);
  if (missing.length === 0) return { reads: await all(reads), context: before };

  const answer = askWithoutRefused(missing.map((at) => /** @type {Lexibulle.Block} */ (blocks[at])), title, before);
  missing.forEach((at, place) => {
    const read = answer.then((answered) => /** @type {Read} */ (answered[place]));
    reads[at] = read;
    cache.set(/** @type {string} */ (keys[at]), read);
  });
  return { reads: await all(reads), context: (await answer)[0]?.context ?? before };
}

/** @param {(Promise<Read> | undefined)[]} reads each is there by now */
function all(reads) {
  return Promise.all(/** @type {Promise<Read>[]} */ (reads));
}

/**
 * A block that the service refuses, as too long, keeps nobody from reading the others.
 *
 * @param {Lexibulle.Block[]} blocks
 * @param {string} title
 * @param {string} context
 * @returns {Promise<Read[]>}
 */
async function askWithoutRefused(blocks, title, context) {
  try {
    return await ask(blocks, title, context);
  } catch (error) {
    const refused = refusedIn(error);
    if (refused.size === 0) throw error;
    const others = blocks.filter((_, at) => !refused.has(at));
    const reads = others.length > 0 ? await ask(others, title, context) : [];
    const none = { terms: {}, context: reads[0]?.context ?? context };
    return blocks.map((_, at) => (refused.has(at) ? none : /** @type {Read} */ (reads.shift())));
  }
}

/** @param {unknown} error @returns {Set<number>} the places of the texts that the service says are wrong */
function refusedIn(error) {
  const pointers = error instanceof Unanswered ? error.failure.pointers ?? [] : [];
  return new Set(pointers.flatMap((pointer) => /^\/texts\/(\d+)\//.exec(pointer)?.[1] ?? []).map(Number));
}

/**
 * @param {Lexibulle.Block[]} blocks
 * @param {string} title
 * @param {string} context
 * @returns {Promise<Read[]>}
 */
async function ask(blocks, title, context) {
  /** @type {Lexibulle.AnnotateRequest} */
  const asked = { texts: blocks.map(({ text }, at) => ({ id: String(at), text })), offset_unit: 'utf16', title };
  /** @type {Lexibulle.AnnotateAnswer} */
  const answer = await post('/v1/annotate', context ? { ...asked, context } : asked, 'results');
  await notice(answer);
  const terms = byKey(answer.terms);
  return answer.results.map((result) => ({ result, terms: termsOf(result, terms), context: answer.context ?? '' }));
}

/**
 * @param {Lexibulle.TextResult} result
 * @param {Record<Lexibulle.TermKey, Term>} terms
 */
function termsOf({ spans }, terms) {
  const keys = new Set(spans.map((span) => keyOfTerm(span.glossary, span.term)));
  return Object.fromEntries(Object.entries(terms).filter(([key]) => keys.has(key)));
}
