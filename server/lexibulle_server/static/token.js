import { byId } from './dom.js';

const IN_A_PAGE = /<meta name="lexibulle-token" content="([^"]+)"/;

/** On this computer the page carries its token; a team's server gives none, and the reader is asked for theirs. */
const given = document.querySelector('meta[name="lexibulle-token"]')?.getAttribute('content') ?? '';
const dialog = byId('token-dialog', HTMLDialogElement);
const field = byId('token', HTMLInputElement);

let token = given;
let isDeclined = false;

/** Only the page that carries a token may approve extensions. */
export const IS_OWN_PAGE = given !== '';
/** @type {Promise<boolean> | undefined} */
let renewing;

/** @returns {Record<string, string>} */
export function authorization() {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/** Who has given no token is asked no more, in the middle of a sentence, until they want to. */
export function askAgain() {
  isDeclined = false;
}

/**
 * Another token, after the service has refused this one: two callers ask once.
 *
 * @returns {Promise<boolean>} is there one?
 */
export function renewToken() {
  renewing ??= (given ? fromFreshPage() : fromReader()).finally(() => (renewing = undefined));
  return renewing;
}

/** A service that was started again has given the page's token up; its page, read again, holds the new one. */
async function fromFreshPage() {
  const page = await fetch('/', { cache: 'no-store' });
  const found = IN_A_PAGE.exec(await page.text())?.[1];
  const isNew = found !== undefined && found !== token;
  if (isNew) token = found;
  return isNew;
}

/** @returns {Promise<boolean>} */
async function fromReader() {
  if (isDeclined) return false;
  byId('token-wrong', HTMLElement).hidden = token === '';
  field.value = '';
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      const entered = dialog.returnValue === 'ok' ? field.value.trim() : '';
      field.value = '';
      if (entered) token = entered;
      isDeclined = entered === '';
      resolve(!isDeclined);
    }, { once: true });
  });
}
