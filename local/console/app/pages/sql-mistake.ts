/** The place of a mistake in a statement. Pure. */

/** Line and column from 1. */
export interface Mistake {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** `… at [2:8]`, as BigQuery's messages end; else the name that the message is about, where it stands in the statement. */
export function mistakeOf(message: string, sql: string): Mistake | undefined {
  const [, line, column] = /at \[(\d+):(\d+)\]/.exec(message) ?? [];
  if (line !== undefined && column !== undefined) return { line: Number(line), column: Number(column), message };
  const named = /(?:Table|Dataset|Function not found:?)\s+(?:[\w-]+:)?([\w.]+)/.exec(message)?.[1];
  const at = named === undefined ? -1 : sql.indexOf(named);
  if (at < 0) return undefined;
  const before = sql.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message };
}
