/** CAST between RANGE and STRING: `[2020-01-01, UNBOUNDED)`. */

import { once, type RangeType, rangeAsText, rangeText } from '../emit/range-text.ts';
import { nullText, raiseText } from '../emit/text.ts';
import type { Expression } from '../library/signature.ts';
import { STRING, typeName } from './type-text.ts';

/** CAST of one scalar type into another. */
type Cast = (expression: Expression, to: Expression['type'], safe: boolean) => Expression;

export function rangeToString(sql: string, { element }: RangeType, castOne: Cast): string {
  return rangeAsText(sql, (bound) => castOne({ type: element, sql: bound }, STRING, false).sql);
}

/** Two bounds, each without spaces around it. */
const RANGE = "'\\s*\\[\\s*([^,]*?)\\s*,\\s*([^,]*?)\\s*\\)\\s*'";

/** A text that is no range, or whose start is not before its end, is an error; NULL where the cast is safe. */
export function stringToRange(sql: string, type: RangeType, castOne: Cast, safe: boolean): string {
  return once([sql], ([text = '']) => {
    const part = (place: number) => `regexp_extract(${text}, ${RANGE}, ${place})`;
    const open = (place: number) => `upper(${part(place)}) IN ('UNBOUNDED', 'NULL')`;
    const bound = (place: number) => castOne({ type: STRING, sql: part(place) }, type.element, true).sql;
    const kept = (place: number) => `CASE WHEN ${open(place)} THEN NULL ELSE ${bound(place)} END`;
    const known = (place: number) => `(${open(place)} OR ${bound(place)} IS NOT NULL)`;
    const isRange = `regexp_full_match(${text}, ${RANGE}) AND ${known(1)} AND ${known(2)}`;
    const inOrder = `(${open(1)} OR ${open(2)} OR ${bound(1)} < ${bound(2)})`;
    const none = nullText(type);
    const wrong = safe ? none : raiseText(type, `'Could not cast "' || ${text} || '" to type ${typeName(type)}'`);
    return `CASE WHEN ${text} IS NULL THEN ${none} WHEN ${isRange} AND ${inOrder} THEN ${rangeText(type, kept(1), kept(2))} ELSE ${wrong} END`;
  });
}
