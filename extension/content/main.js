'use strict';
// Puts the steps together, for this frame: settings, then reading, asking, painting, pointing. It calls, it does not do.
{
  const { DraftPanel, Lookup, Page, ask, isReadable, onGone, onNews } = lexibulle;

  /** The end of everything: the extension was updated, removed, or put in here once more. */
  const gone = new AbortController();
  lexibulle.end = () => gone.abort();
  onGone(lexibulle.end);

  /** @type {InstanceType<typeof Page> | undefined} while the site is on */
  let page;

  /** @param {Lexibulle.PageSettings} settings */
  function apply(settings) {
    if (gone.signal.aborted) return;
    if (settings.state !== 'on' || !isReadable(document)) {
      page?.stop();
      page = undefined;
    } else if (page) page.change(settings);
    else page = new Page(settings, gone.signal);
  }

  /** A worker that is waking, a service that is away: the settings come with the next news. */
  async function refresh() {
    await ask('settings', {}).then(apply, () => {});
  }

  const panel = new DraftPanel(gone.signal);
  const lookup = new Lookup(gone.signal);

  /** @param {Lexibulle.News} news */
  function hear(news) {
    if (news.kind === 'settings-changed') apply(news.settings);
    else if (news.kind === 'draft-check') void panel.check();
    else if (news.kind === 'lookup-shown') void lookup.show(news.looked);
    else page?.hear(news);
  }

  onNews(hear, gone.signal);
  addEventListener('pagehide', () => void ask('leave', {}).catch(() => {}), { signal: gone.signal });
  addEventListener('pageshow', (event) => event.persisted && refresh(), { signal: gone.signal });
  if (isReadable(document)) void refresh();
}
