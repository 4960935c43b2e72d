/** Reports what an import could not carry over, by path, and notes for the user who runs the source. */

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
  /** The parts that could not be carried over, with the reasons. */
  readonly problems: readonly Finding[];
  /** The parts that were carried over in another form, and values that are still needed. */
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
