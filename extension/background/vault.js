/**
 * One secret, where no content script reaches it, not even in a browser whose `storage.local` is open to them: IndexedDB
 * belongs to an origin, ours for our own scripts, the page's for those in a page.
 */
const STORE = 'secrets';
const KEY = 'token';

/** @returns {Promise<string | undefined>} */
export async function readSecret() {
  return act('readonly', (store) => store.get(KEY));
}

/** @param {string} secret */
export async function keepSecret(secret) {
  await act('readwrite', (store) => store.put(secret, KEY));
}

export async function dropSecret() {
  await act('readwrite', (store) => store.delete(KEY));
}

/**
 * @template Value
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<Value>} step
 * @returns {Promise<Value>} once it is on disk
 */
async function act(mode, step) {
  const base = await open();
  try {
    const transaction = base.transaction(STORE, mode);
    const asked = step(transaction.objectStore(STORE));
    return await new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    base.close();
  }
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open('lexibulle', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}
