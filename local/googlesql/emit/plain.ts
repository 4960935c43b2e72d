/**
 * DuckDB's own text for functions that DuckDB computes as BigQuery does, for all but some values: those go to the
 * native, which knows every value and every message but takes a hundred times as long.
 */

/** Operands no longer than this are written twice; longer ones would double at every level of nesting. */
const SHORT = 400;

/** A text that names its operands more than once, and the native's, which names each once. */
export interface Choice {
  readonly repeating: string;
  readonly native: string;
  readonly operands: readonly string[];
}

/** `native` where `odd` holds, else `plain`; `odd` is NULL or false for NULL, and `plain` NULL. */
export function plainUnless(odd: string, plain: string, native: string, operands: readonly string[]): Choice {
  return { repeating: `(CASE WHEN ${odd} THEN ${native} ELSE ${plain} END)`, native, operands };
}

/** The text to use. `once` says that an operand is volatile or has a subquery, so that it must not stand twice. */
export function chosen(text: string | Choice, once: boolean): string {
  if (typeof text === 'string') return text;
  return !once && text.operands.every((operand) => operand.length <= SHORT) ? text.repeating : text.native;
}

/** Only letters of ASCII: as many bytes as characters. */
export function isAscii(text: string): string {
  return `strlen(${text}) = length(${text})`;
}

/** The wall clock of UTC: the same microseconds, without DuckDB's detour through its calendars. */
export function utcReading(timestamp: string): string {
  return `make_timestamp(epoch_us(${timestamp}))`;
}

export function withoutNull(list: string): string {
  return `list_filter(${list}, lambda gsql_one: gsql_one IS NOT NULL)`;
}

/** The list, or NULL where nothing is in it: an array of no rows. */
export function nullIfEmpty(list: string): string {
  return `list_filter([${list}], lambda gsql_list: len(gsql_list) > 0)[1]`;
}
