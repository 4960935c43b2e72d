// Made by tools/firestore-fields.ts from proto/google/events/cloud/firestore/v1/data.proto. Do not edit.

/** google.events.cloud.firestore.v1.DocumentEventData */
export const EVENT_DATA = {
  value: 1,
  oldValue: 2,
  updateMask: 3,
} as const;

/** google.events.cloud.firestore.v1.DocumentMask */
export const MASK = {
  fieldPaths: 1,
} as const;

/** google.events.cloud.firestore.v1.Document */
export const DOCUMENT = {
  name: 1,
  fields: 2,
  createTime: 3,
  updateTime: 4,
} as const;

/** google.events.cloud.firestore.v1.Value */
export const VALUE = {
  booleanValue: 1,
  integerValue: 2,
  doubleValue: 3,
  referenceValue: 5,
  mapValue: 6,
  geoPointValue: 8,
  arrayValue: 9,
  timestampValue: 10,
  nullValue: 11,
  stringValue: 17,
  bytesValue: 18,
} as const;

/** google.events.cloud.firestore.v1.ArrayValue */
export const ARRAY = {
  values: 1,
} as const;

/** google.events.cloud.firestore.v1.MapValue */
export const MAP = {
  fields: 1,
} as const;

/** google.protobuf.Timestamp */
export const TIMESTAMP = {
  seconds: 1,
  nanos: 2,
} as const;

/** google.type.LatLng */
export const LAT_LNG = {
  latitude: 1,
  longitude: 2,
} as const;
