/** A clock that a test moves forward. Between moves it runs as the machine's does. */

export interface Duration {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
  readonly milliseconds?: number;
}

export interface TestClock {
  /** Milliseconds since the epoch, as every service of the cloud has them. */
  now(): number;
  /** Moves the clock forward, then starts the jobs of Scheduler that fell due. `idle()` waits for them. */
  advance(by: number | Duration): void;
  /** Moves the clock forward to this moment. Refused for a moment that is past: services rely on time going forward. */
  moveTo(moment: Date | number): void;
}

export function testClock(real: () => number, moved: (fromMs: number, toMs: number) => void): TestClock {
  let ahead = 0;
  const now = (): number => real() + ahead;
  const move = (ms: number): void => {
    if (!Number.isFinite(ms) || ms < 0) throw new RangeError(`the clock cannot be moved by ${ms} ms, only forward`);
    const from = now();
    ahead += ms;
    moved(from, from + ms);
  };
  return {
    now,
    advance: (by) => move(typeof by === 'number' ? by : millisecondsOf(by)),
    moveTo: (moment) => move(Number(moment) - now()),
  };
}

function millisecondsOf({ days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0 }: Duration): number {
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000 + milliseconds;
}
