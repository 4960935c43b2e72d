/** BigQuery's values on their way in and out: REST cells, JSON rows, and the text forms of every type. */

export { BIGNUMERIC, type DecimalKind, formatDecimal, NUMERIC, parseDecimal } from '../googlesql/values/decimal.ts';
export { formatFloat, parseFloat64 } from '../googlesql/values/float.ts';
export { formatInterval, type IntervalParts, parseInterval } from '../googlesql/values/interval.ts';
export {
  formatDate,
  formatDatetime,
  formatTime,
  parseDate,
  parseDatetime,
  parseTime,
  parseTimestamp,
} from '../googlesql/values/time.ts';
export { type Cell, type CellRow, cellRow, type TimestampFormat } from './values/cell.ts';
export { type DecodedRow, type DecodeOptions, emptyOf, type RowDecoder, rowDecoder } from './values/decode.ts';
export type { Issue } from './values/issue.ts';
export { ExactNumber, parseExact, rowParser } from './values/json.ts';
