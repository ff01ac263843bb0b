'use strict';
// A page that becomes another one without being loaded.
{
  /**
   * @param {() => void} act
   * @param {AbortSignal} signal
   */
  function watchTurns(act, signal) {
    let path = location.pathname;
    const look = () => {
      if (location.pathname === path) return;
      path = location.pathname;
      act();
    };
    const navigation = /** @type {EventTarget | undefined} */ (/** @type {any} */ (globalThis).navigation);
    navigation?.addEventListener('currententrychange', look, { signal });
    addEventListener('popstate', look, { signal });
    addEventListener('hashchange', look, { signal });
    if (!navigation) document.addEventListener('click', () => setTimeout(look, TURN_MS), { signal, passive: true });
  }

  const TURN_MS = 500; // a browser without the Navigation API does not tell when a page turns itself

  lexibulle.watchTurns = watchTurns;
}
