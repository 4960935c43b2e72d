/** A value that does not fit its column. Becomes one row error; the request that holds it appends nothing. */

export class FieldProblem extends Error {
  /** `a.b`, set by the caller that knows the path of the value. */
  path: string | undefined;

  constructor(message: string, path?: string) {
    super(message);
    this.path = path;
  }

  /** As the service words it: `Timestamp field value is out of range: 5 on field bar.` */
  describe(): string {
    return this.path === undefined ? this.message : `${this.message} on field ${this.path}.`;
  }
}

/** A value in a message: short, on one line. */
export function shown(value: string): string {
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
}
