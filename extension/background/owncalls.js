/** What our own pages may ask: popup, first run, options. Nothing is decided here. */
import { connection, service } from './connection.js';
import { refreshTerms, terms } from './glossary.js';
import { keptWords } from './keptwords.js';
import { tell } from './news.js';
import { isNoted, note, unnote } from './notes.js';
import { frameWith } from './pages.js';
import { cancelPairing, openPage, pair } from './pairing.js';
import { probe } from './service.js';
import { changeSettings, settings } from './settings.js';
import { forgetSite, setSite, sitesGranted } from './sites.js';
import { keepAwake } from './sleep.js';
import { tabState } from './tabstate.js';
import { dropToken } from './token.js';
import { forgetDismissed, setHidden, setKnown } from './words.js';

/** @type {{[K in keyof Lexibulle.OwnCalls]: (asked: Lexibulle.OwnCalls[K]['sent']) => Promise<Lexibulle.OwnCalls[K]['back']>}} */
export const OWN_CALLS = {
  'tab-state': ({ tab, address }) => tabState(tab, address),
  connection: async () => ({ connection: await connection(), service: await service() }),
  async retry() {
    await probe();
    return connection();
  },
  async lexicon() {
    const kept = await terms();
    const asked = refreshTerms();
    if (kept.length === 0) await asked;
    else asked.catch(() => {}); // what is kept will do
    return terms();
  },
  settings,
  'change-settings': ({ changes }) => done(changeSettings(changes)),
  sites: sitesGranted,
  'site-on': ({ name, matches }) => done(setSite(name, matches, true)),
  'site-off': ({ name, matches }) => done(setSite(name, matches, false)),
  'site-forget': ({ name, matches }) => done(forgetSite(name, matches)),
  pair: () => done(pair()),
  'pair-reopen': () => done(openPage()),
  'pair-cancel': () => done(cancelPairing()),
  unpair: () => done(dropToken()),
  'go-to': async ({ tab, key }) => done(tell(tab, { kind: 'go-to', key }, await frameWith(tab, key))),
  words: keptWords,
  know: ({ key }) => done(setKnown(key, true)),
  forget: ({ key }) => done(setKnown(key, false)),
  wake: ({ key }) => done(keepAwake(key)),
  unhide: ({ site, key }) => done(setHidden(site, key, false)),
  'forget-dismissed': () => done(forgetDismissed()),
  'is-noted': ({ word }) => isNoted(word),
  note: ({ word }) => done(note(word)),
  'note-undo': ({ word }) => done(unnote(word)),
};

/** @param {Promise<unknown>} step */
async function done(step) {
  await step;
  return null;
}
