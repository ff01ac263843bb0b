/** What content scripts may ask, each in a line or two. Nothing is decided here. */
import { annotate } from './annotations.js';
import { lineOf } from '../shared/failures.js';
import { Unanswered, failureOf } from './failure.js';
import { refreshTerms, termOf } from './glossary.js';
import { showTab } from './icon.js';
import { cardLook } from './look.js';
import { lookUp } from './lookup.js';
import { note, unnote } from './notes.js';
import { changePage, enter, leave, turnTo } from './pages.js';
import { pageSettings } from './pagesettings.js';
import { post } from './service.js';
import { keepAwake, noteShown } from './sleep.js';
import { setDismissed, setHidden, setKnown } from './words.js';

/**
 * Who asks: a frame of a tab, and the address of the site it belongs to.
 *
 * @typedef {import('./pages.js').Place & {address: string}} Asker
 */

/** @type {{[K in keyof Lexibulle.PageCalls]: (asked: Lexibulle.PageCalls[K]['sent'], from: Asker) => Promise<Lexibulle.PageCalls[K]['back']>}} */
export const PAGE_CALLS = {
  async settings(_, from) {
    await enter(from);
    await showTab(from.tab);
    return pageSettings(from.address);
  },
  leave: (_, from) => done(leave(from)),
  look: cardLook,
  async annotate(asked, from) {
    await mustRun(from);
    return annotate(from, asked);
  },
  async term({ id, glossary }) {
    const found = await termOf(id, glossary);
    if (found) return found;
    await refreshTerms();
    return (await termOf(id, glossary)) ?? null;
  },
  know: ({ key }) => done(setKnown(key, true)),
  forget: ({ key }) => done(setKnown(key, false)),
  'hide-here': async ({ key }, from) => done(setHidden(await siteName(from), key, true)),
  'show-here': async ({ key }, from) => done(setHidden(await siteName(from), key, false)),
  'not-this-sense': async ({ place }, from) => done(setDismissed(await siteName(from), place, true)),
  'this-sense': async ({ place }, from) => done(setDismissed(await siteName(from), place, false)),
  seen: ({ keys }) => done(noteShown(keys)),
  opened: ({ key }) => done(keepAwake(key)),
  async found({ page, reading, refused, terms }, from) {
    await turnTo(from, page);
    return done(changePage(from, page, { reading, refused, found: terms }));
  },
  check(asked) {
    /** @type {Lexibulle.CheckRequest} */
    const body = { ...asked, offset_unit: 'utf16' };
    return post('/v1/check', body, 'sentences').catch((error) => ({ failure: lineOf(failureOf(error), { absent: 'draftAbsent' }) }));
  },
  lookup: ({ text }) => lookUp(text),
  note: ({ word }) => done(note(word)),
  'note-undo': ({ word }) => done(unnote(word)),
};

/**
 * Reading goes on only where the user has switched it on; a draft or a selection is sent because the user has just asked.
 *
 * @param {Asker} from
 */
async function mustRun({ address }) {
  const { state } = await pageSettings(address);
  if (state !== 'on') throw new Unanswered({ code: 'off' });
}

/** @param {Asker} from */
async function siteName({ address }) {
  return (await pageSettings(address)).site;
}

/** @param {Promise<unknown>} step */
async function done(step) {
  await step;
  return null;
}
