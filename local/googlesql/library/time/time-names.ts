/** The names and the composite elements that FORMAT_* and PARSE_* share. */

export const DAY_NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const MONTH_NAMES = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];

/** The types of dates and times. */
export type TemporalKind = 'DATE' | 'TIME' | 'DATETIME' | 'TIMESTAMP';

const DATE_ELEMENTS = [...'AaBbhCDdeFGgjJmQUuVWwxYy', 'E4Y'];
const TIME_ELEMENTS = [...'HIklMPpRSTX'];
const ZONE_ELEMENTS = [...'sZz', 'Ez'];
const BOTH = ['c'];
const ANY = ['n', 't', '%'];

/** Elements a type has no field for are refused: what BigQuery makes of them is not documented. */
export function elementFits(kind: TemporalKind, element: string): boolean {
  if (ANY.includes(element)) return true;
  const fraction = /^E[\d*]S$/.test(element);
  if (TIME_ELEMENTS.includes(element) || fraction) return kind !== 'DATE';
  if (DATE_ELEMENTS.includes(element)) return kind !== 'TIME';
  if (BOTH.includes(element)) return kind === 'DATETIME' || kind === 'TIMESTAMP';
  return ZONE_ELEMENTS.includes(element) && kind === 'TIMESTAMP';
}

/** A format as its elements (`%Y`, `%E3S`) and what stands between them. */
export function elementsOf(format: string): readonly string[] {
  return format.match(/%E(?:z|[\d*]S|4Y)|%[\s\S]?|[^%]+/g) ?? [];
}
