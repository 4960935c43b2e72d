/**
 * DuckDB's own text for functions that DuckDB computes as BigQuery does, for all but some values: those go to the
 * native, which knows every value and every message but takes a hundred times as long.
 */

/** Operands no longer than this are written twice; longer ones would double at every level of nesting. */
const SHORT = 400;

/** What is not the same, or not as cheap, when it stands twice in a text. */
const ONCE = /\b(?:random|gen_random_uuid|uuid|bq_generate_uuid|SELECT)\b/i;

/** Whether DuckDB text may stand twice. */
export function mayRepeat(operands: readonly string[]): boolean {
  return operands.every((operand) => operand.length <= SHORT && !ONCE.test(operand));
}

/** `native` where `odd` holds, else `plain`; `odd` is NULL or false for NULL, and `plain` NULL. */
export function plainUnless(odd: string, plain: string, native: string, operands: readonly string[]): string {
  return mayRepeat(operands) ? `(CASE WHEN ${odd} THEN ${native} ELSE ${plain} END)` : native;
}

/** Only letters of ASCII: as many bytes as characters. */
export function isAscii(text: string): string {
  return `strlen(${text}) = length(${text})`;
}

/** The wall clock of UTC: the same microseconds, without DuckDB's detour through its calendars. */
export function utcReading(timestamp: string): string {
  return `make_timestamp(epoch_us(${timestamp}))`;
}
