/** A command line that cannot be understood. Its message says what is allowed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
