/** Decodes `google.events.cloud.firestore.v1.DocumentEventData`, by the field numbers compiled from `proto/`. */

import { timestampText } from '@penstock/shared/events/timestamp.ts';
import { ARRAY, DOCUMENT, EVENT_DATA, LAT_LNG, MAP, MASK, TIMESTAMP, VALUE } from './event-data.generated.ts';
import { type Document, doubleValue, type Fields, fieldsOf, MAX_DEPTH, type Value } from './value.ts';
import { WireReader } from './wire.ts';

export interface EventData {
  /** After the change; undefined where the document was deleted. */
  readonly value: Document | undefined;
  /** Before the change; undefined where the document was created. */
  readonly oldValue: Document | undefined;
  /** Field paths; undefined where the event has no mask. */
  readonly updateMask: readonly string[] | undefined;
}

/** Each takes four bytes of the event or more, and no message could hold so many. */
const MAX_VALUES = 4_000_000;

/** Throws INPUT_MALFORMED, which names the byte and nothing of the content. */
export function decodeEventData(bytes: Uint8Array): EventData {
  return decodeMessage(new ValueReader(bytes));
}

/**
 * Refuses a singular field that occurs twice. Protobuf would merge the two, but no serializer writes such a message, so
 * its meaning would be a guess. Refusing also stops a body that repeats one field many times.
 */
function once<T>(reader: ValueReader, before: T | undefined, read: (inner: ValueReader) => T): T {
  if (before !== undefined) throw reader.malformed('a field that there is once comes twice');
  return reader.message(read);
}

/**
 * Some senders write an empty message instead of leaving the document out, as Google's own complex test event does. Every
 * document has a name, so an empty message stands for no document.
 */
function presentOf(document: Document | undefined): Document | undefined {
  if (document === undefined) return undefined;
  const { name, fields, createTime, updateTime } = document;
  const isEmpty =
    name === '' && createTime === undefined && updateTime === undefined && Object.keys(fields).length === 0;
  return isEmpty ? undefined : document;
}

/** Counts, so that values are bounded in depth and number. */
class ValueReader extends WireReader {
  depth = 0;
  values = 0;
}

function decodeMessage(reader: ValueReader): EventData {
  let value: Document | undefined;
  let oldValue: Document | undefined;
  let updateMask: readonly string[] | undefined;
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    if (field === EVENT_DATA.value) value = once(reader, value, decodeDocument);
    else if (field === EVENT_DATA.oldValue) oldValue = once(reader, oldValue, decodeDocument);
    else if (field === EVENT_DATA.updateMask) updateMask = once(reader, updateMask, mask);
    else reader.skip();
  }
  return { value: presentOf(value), oldValue: presentOf(oldValue), updateMask };
}

function decodeDocument(reader: ValueReader): Document {
  let name = '';
  const entries: [string, Value][] = [];
  let createTime: string | undefined;
  let updateTime: string | undefined;
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    if (field === DOCUMENT.name) name = reader.string();
    else if (field === DOCUMENT.fields) entries.push(reader.message(decodeEntry));
    else if (field === DOCUMENT.createTime) createTime = once(reader, createTime, timestamp);
    else if (field === DOCUMENT.updateTime) updateTime = once(reader, updateTime, timestamp);
    else reader.skip();
  }
  return { name, fields: fieldsOf(entries), createTime, updateTime };
}

/** An entry of a map on the wire: a message with the key under 1 and the value under 2 (protobuf encoding, "Maps"). */
function decodeEntry(reader: ValueReader): [string, Value] {
  let key = '';
  let value: Value | undefined;
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    if (field === 1) key = reader.string();
    else if (field === 2) value = reader.message(decodeValue);
    else reader.skip();
  }
  if (value === undefined) throw reader.malformed('a field has no value');
  return [key, value];
}

function decodeValue(reader: ValueReader): Value {
  reader.depth += 1;
  reader.values += 1;
  if (reader.depth > MAX_DEPTH) throw reader.malformed(`values are nested deeper than ${MAX_DEPTH} levels`);
  if (reader.values > MAX_VALUES) throw reader.malformed(`it has more than ${MAX_VALUES} values`);
  let value: Value | undefined;
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    value = decodeTyped(reader, field) ?? value;
  }
  reader.depth -= 1;
  // "Must have a value set", or one of a type that this version does not know: refused rather than lost.
  if (value === undefined) throw reader.malformed('a value has no type that is known');
  return value;
}

function decodeTyped(reader: ValueReader, field: number): Value | undefined {
  switch (field) {
    case VALUE.stringValue:
      return { stringValue: reader.string() };
    case VALUE.integerValue:
      return { integerValue: reader.int64Text() };
    case VALUE.doubleValue:
      return doubleValue(reader.double());
    case VALUE.booleanValue:
      return { booleanValue: reader.bool() };
    case VALUE.timestampValue:
      return { timestampValue: reader.message(timestamp) };
    case VALUE.mapValue:
      return { mapValue: { fields: reader.message(decodeMap) } };
    case VALUE.arrayValue:
      return { arrayValue: { values: reader.message(decodeArray) } };
    case VALUE.nullValue:
      reader.int32();
      return { nullValue: null };
    case VALUE.bytesValue:
      return { bytesValue: reader.base64() };
    case VALUE.referenceValue:
      return { referenceValue: reader.string() };
    case VALUE.geoPointValue:
      return { geoPointValue: reader.message(geoPoint) };
    default:
      reader.skip();
      return undefined;
  }
}

function decodeMap(reader: ValueReader): Fields {
  const entries: [string, Value][] = [];
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    if (field === MAP.fields) entries.push(reader.message(decodeEntry));
    else reader.skip();
  }
  return fieldsOf(entries);
}

function decodeArray(reader: ValueReader): readonly Value[] {
  const values: Value[] = [];
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    if (field === ARRAY.values) values.push(reader.message(decodeValue));
    else reader.skip();
  }
  return values;
}

/** A document of 1 MiB has a fifth of so many fields, however short their names. */
const MAX_PATHS = 1_000_000;

function mask(reader: WireReader): readonly string[] {
  const paths: string[] = [];
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    if (field === MASK.fieldPaths) paths.push(reader.string());
    else reader.skip();
    if (paths.length > MAX_PATHS) throw reader.malformed(`its mask has more than ${MAX_PATHS} paths`);
  }
  return paths;
}

function timestamp(reader: WireReader): string {
  let seconds = 0;
  let nanos = 0;
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    if (field === TIMESTAMP.seconds) seconds = reader.int64();
    else if (field === TIMESTAMP.nanos) nanos = reader.int32();
    else reader.skip();
  }
  const text = timestampText(seconds, nanos);
  if (text === undefined) throw reader.malformed('a time is outside the years 1 to 9999');
  return text;
}

function geoPoint(reader: WireReader): { readonly latitude: number; readonly longitude: number } {
  let latitude = 0;
  let longitude = 0;
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    if (field === LAT_LNG.latitude) latitude = reader.double();
    else if (field === LAT_LNG.longitude) longitude = reader.double();
    else reader.skip();
  }
  // The comparison also refuses NaN.
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) throw reader.malformed('a geo point is not on Earth');
  return { latitude, longitude };
}
