/**
 * GEOGRAPHY: WKT, GeoJSON text, or a GeoJSON geometry as an object; BigQuery reads both texts from the wire. Checked here are
 * syntax, shape and coordinates; whether a polygon is valid on the sphere only BigQuery knows.
 */

import type { Column } from '../column.ts';
import { Fault } from '../fault.ts';
import { isPlainObject } from '../plain-object.ts';
import type { RowBuffer } from '../row-buffer.ts';
import { writeText } from '../wire.ts';
import { checkGeoJson } from './geo-json.ts';
import { encodeJsonText, writeJson } from './json.ts';
import { checkWkt } from './wkt.ts';

export function encodeGeography(_column: Column, value: unknown, out: RowBuffer): Fault | undefined {
  if (typeof value === 'string') {
    return value.trimStart().startsWith('{')
      ? encodeGeoJsonText(value, out)
      : (checkWkt(value) ?? writeText(out, value));
  }
  if (typeof value !== 'object' || !isPlainObject(value as object)) {
    return new Fault('TYPE_MISMATCH', 'GEOGRAPHY takes WKT, GeoJSON text or a GeoJSON object');
  }
  return encodeGeoJson(value, out);
}

function encodeGeoJsonText(text: string, out: RowBuffer): Fault | undefined {
  return encodeJsonText(text, out) ?? checkGeoJson(JSON.parse(text));
}

/** The written text is checked and not the object, because a getter may return something else when it is read again. */
function encodeGeoJson(value: unknown, out: RowBuffer): Fault | undefined {
  const start = out.position + 1;
  out.position = start;
  const fault = writeJson(value, 0, out) ?? checkGeoJson(JSON.parse(out.bytes.toString('utf8', start, out.position)));
  if (fault === undefined) out.closeLength(start, 1);
  return fault;
}
