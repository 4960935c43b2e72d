/** What an import could not carry over, by path, and what whoever runs the source should know. */

export interface Finding {
  /** In the manifest. */
  readonly path: string;
  readonly text: string;
}

export interface StreamReport {
  readonly name: string;
  /** Whether everything of the stream was carried over. Only then is a file written. */
  readonly whole: boolean;
  readonly file: string | undefined;
  /** What could not be carried over, and why. */
  readonly problems: readonly Finding[];
  /** What was carried over in another way than the manifest has it, and values that are still needed. */
  readonly notes: readonly Finding[];
}

export class Findings {
  readonly problems: Finding[] = [];
  readonly notes: Finding[] = [];

  problem(path: string, text: string): undefined {
    if (!this.problems.some((one) => one.path === path && one.text === text)) this.problems.push({ path, text });
    return undefined;
  }

  note(path: string, text: string): void {
    if (!this.notes.some((one) => one.path === path && one.text === text)) this.notes.push({ path, text });
  }
}
