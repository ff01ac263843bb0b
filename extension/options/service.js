/** Which service: this computer, or a team's server. */
import { addressFrom, isLocal, isServiceAddress } from '../shared/address.js';
import { ask, whyFailed } from '../shared/ask.js';
import { api } from '../shared/browser.js';
import { button, byId } from '../shared/elements.js';
import { refill } from '../shared/refill.js';
import { say } from '../shared/say.js';

const PAIRABLE = ['unpaired', 'revoked', 'refused', 'expired'];

export async function showService() {
  const { connection, service } = await ask('connection', {});
  const input = byId('address', HTMLInputElement);
  if (document.activeElement !== input) input.value = service.address;
  byId('service', HTMLFormElement).onsubmit = onSubmit;
  await refill(byId('service-buttons', HTMLDivElement), [connection.state, service.address], () => buttonsOf(connection, service));
}

/**
 * @param {Lexibulle.Connection} connection
 * @param {Lexibulle.Service} service
 */
function buttonsOf(connection, service) {
  const buttons = PAIRABLE.includes(connection.state)
    ? [button(say('pair'), () => ask('pair', {}).catch((error) => tell(whyFailed(error))), { class: 'button first' })]
    : [button(say('unpair'), () => ask('unpair', {}))];
  const open = button(say('goOnline'), () => api.tabs.create({ url: `${service.address}/` }));
  return [...(connection.state === 'pending' ? [] : buttons), open];
}

/** @param {SubmitEvent} event */
async function onSubmit(event) {
  event.preventDefault();
  const input = byId('address', HTMLInputElement);
  const address = addressFrom(input.value);
  if (!isServiceAddress(address)) return tell(say('serviceBad', input.value.trim()));
  const origins = isLocal(address) ? [] : [`https://${new URL(address).hostname}/*`];
  if (!(await api.permissions.request({ origins }))) return tell(say('notAllowed', address));
  input.value = address;
  await ask('change-settings', { changes: { service: address } });
  return tell(say('serviceSaved'));
}

/** @param {string} text */
function tell(text) {
  byId('service-said', HTMLParagraphElement).textContent = text;
}
