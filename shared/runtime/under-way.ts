/** Counts the requests that are being answered, so that a shutdown can wait for them. */

export interface UnderWay {
  enter(): void;
  leave(): void;
  readonly stopping: boolean;
  /** Resolves when no request is under way any more. */
  stop(): Promise<void>;
}

export function createUnderWay(): UnderWay {
  let count = 0;
  const waiting: (() => void)[] = [];
  let stopping = false;
  return {
    enter: () => {
      count += 1;
    },
    leave: () => {
      count -= 1;
      if (count === 0) for (const resolve of waiting.splice(0)) resolve();
    },
    get stopping() {
      return stopping;
    },
    stop: () => {
      stopping = true;
      return new Promise((resolve) => {
        if (count === 0) resolve();
        else waiting.push(resolve);
      });
    },
  };
}
