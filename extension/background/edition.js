/** Which glossary and which engine answered last: answers of another edition are not taken from the cache. */
import { session } from './stored.js';

/** @returns {Promise<string>} */
export function edition() {
  return session.read('edition', '');
}

/** @param {{glossary_version: string, engine: string}} answer */
export async function notice({ glossary_version, engine }) {
  const now = `${glossary_version} ${engine}`;
  if (now !== (await edition())) await session.write('edition', now);
}
