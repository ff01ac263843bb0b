// The interactive documentation: Swagger UI on our own document, with the token that the page carries.

/**
 * @typedef {object} SwaggerUI
 * @property {(scheme: string, token: string) => void} preauthorizeApiKey for bearer schemes too
 */

/** @type {(options: object) => SwaggerUI} */
const swagger = Reflect.get(globalThis, 'SwaggerUIBundle');
const STAND_IN = '$TOKEN'; // the curl that is shown is for a terminal, where the page's token opens nothing
const pageToken = document.querySelector('meta[name="lexibulle-token"]')?.getAttribute('content');

const ui = swagger({
  url: '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  showMutatedRequest: false,
  requestInterceptor(/** @type {{headers?: Record<string, string>}} */ request) {
    const { headers } = request;
    if (headers?.['Authorization'] === `Bearer ${STAND_IN}`) headers['Authorization'] = `Bearer ${pageToken}`;
    return request;
  },
  validatorUrl: null, // the default sends the document to a validator in the network
  onComplete() {
    for (const scheme of pageToken ? ['bearer', 'pageToken'] : []) ui.preauthorizeApiKey(scheme, STAND_IN);
  },
});
