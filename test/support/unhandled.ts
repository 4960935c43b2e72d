/** Unhandled rejections: mocha lets them pass, and outside of a test they end the process. */

export interface Unhandled {
  /** Those so far, once the loop has turned. */
  found(): Promise<readonly unknown[]>;
  /** The same, and forgets them. */
  take(): Promise<readonly unknown[]>;
  stop(): void;
}

export function watchUnhandled(): Unhandled {
  const rejections: unknown[] = [];
  const note = (reason: unknown): void => void rejections.push(reason);
  process.on('unhandledRejection', note);
  const found = async (): Promise<readonly unknown[]> => {
    await new Promise((resolve) => setImmediate(resolve));
    return rejections;
  };
  return {
    found,
    take: async () => ((await found()).length === 0 ? [] : rejections.splice(0)),
    stop: () => void process.off('unhandledRejection', note),
  };
}
