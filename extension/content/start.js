'use strict';
// The first of the content scripts. They are classic scripts in the order of background/scripts.js: each adds one step
// to `lexibulle`, in the isolated world that the page cannot see. main.js, the last one, puts them together.
globalThis.lexibulle?.end?.(); // put in once more: the one before makes room
globalThis.lexibulle = /** @type {typeof lexibulle} */ ({});
lexibulle.shadowMode = 'closed';
