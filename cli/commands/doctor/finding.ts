/** The result of one check. */

export type Outcome = 'ok' | 'wrong' | 'unknown';

export interface Finding {
  /** The thing that was checked: `topic issues-topic`. */
  readonly what: string;
  readonly outcome: Outcome;
  /** In words; empty where it is well. */
  readonly problem: string;
  /** The one command that mends it; empty where it is well or where a person has to decide. */
  readonly mend: string;
  /** The setting, file or door that asks for it. */
  readonly because: string;
}

/** Collects the findings about one thing. */
export interface Report {
  readonly ok: () => Finding;
  readonly wrong: (problem: string, mend: string) => Finding;
  readonly unknown: (problem: string) => Finding;
}

export function reportOf(what: string, because: string): Report {
  return {
    ok: () => ({ what, outcome: 'ok', problem: '', mend: '', because }),
    wrong: (problem, mend) => ({ what, outcome: 'wrong', problem, mend, because }),
    unknown: (problem) => ({ what, outcome: 'unknown', problem, mend: '', because }),
  };
}
