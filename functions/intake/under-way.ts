/** Counts the requests that are being answered, so that stopping can wait for them. */

export interface UnderWay {
  enter(): void;
  leave(): void;
  readonly stopping: boolean;
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

export function createUnderWay(): UnderWay {
  let count = 0;
  let told: (() => void) | undefined;
  return {
    enter: () => {
      count += 1;
    },
    leave: () => {
      count -= 1;
      if (count === 0) told?.();
    },
    get stopping() {
      return told !== undefined;
    },
    stop: () =>
      new Promise((resolve) => {
        told = resolve;
        if (count === 0) resolve();
      }),
  };
}
