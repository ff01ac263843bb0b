/** How our own pages ask the background. */
import { api } from './browser.js';
import { lineOf } from './failures.js';

/** The background could not answer: `failure` says why. */
export class Failed extends Error {
  /** @param {Lexibulle.Failure} failure */
  constructor(failure) {
    super(failure.detail ?? failure.code);
    this.failure = failure;
  }
}

/**
 * @template {keyof Lexibulle.OwnCalls} Kind
 * @param {Kind} kind
 * @param {Lexibulle.OwnCalls[Kind]['sent']} sent
 * @returns {Promise<Lexibulle.OwnCalls[Kind]['back']>}
 */
export async function ask(kind, sent) {
  /** @type {Lexibulle.Answer<any>} */
  const answer = await api.runtime.sendMessage({ kind, ...sent });
  if (!answer.ok) throw new Failed(answer.failure);
  return answer.value;
}

/** @param {unknown} error of `ask` */
export function whyFailed(error) {
  return lineOf(error instanceof Failed ? error.failure : { code: 'failed' });
}
