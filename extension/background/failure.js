/** Thrown where there is no answer; it crosses the border to the page as plain data. */
export class Unanswered extends Error {
  /** @param {Lexibulle.Failure} failure */
  constructor(failure) {
    super(failure.detail ?? failure.code);
    this.failure = failure;
  }
}

/**
 * @param {unknown} error
 * @returns {Lexibulle.Failure}
 */
export function failureOf(error) {
  if (error instanceof Unanswered) return error.failure;
  return { code: 'failed', detail: error instanceof Error ? error.message : String(error) };
}
