/** BigQuery's values on their way in and out: REST cells, JSON rows, and the text forms of every type. */

export { type Cell, type CellRow, cellRow, type TimestampFormat } from './values/cell.ts';
export { BIGNUMERIC, type DecimalKind, formatDecimal, NUMERIC, parseDecimal } from './values/decimal.ts';
export { type DecodedRow, type DecodeOptions, emptyOf, type RowDecoder, rowDecoder } from './values/decode.ts';
export { formatFloat, parseFloat64 } from './values/float.ts';
export { formatInterval, type IntervalParts, parseInterval } from './values/interval.ts';
export type { Issue } from './values/issue.ts';
export { ExactNumber, parseExact, rowParser } from './values/json.ts';
export {
  formatDate,
  formatDatetime,
  formatTime,
  parseDate,
  parseDatetime,
  parseTime,
  parseTimestamp,
} from './values/time.ts';
