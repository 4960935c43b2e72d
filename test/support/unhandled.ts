/** Rejections that nobody handles: mocha lets them pass, and outside of a test they end the process. */

export interface Unhandled {
  /** Those so far, once the loop has turned. */
  found(): Promise<readonly unknown[]>;
  stop(): void;
}

export function watchUnhandled(): Unhandled {
  const rejections: unknown[] = [];
  const note = (reason: unknown): void => void rejections.push(reason);
  process.on('unhandledRejection', note);
  return {
    found: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return rejections;
    },
    stop: () => void process.off('unhandledRejection', note),
  };
}
