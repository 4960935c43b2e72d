// Made by tools/wire.ts from @google-cloud/bigquery-storage/build/protos/protos.json. Do not edit.

/** google.protobuf.FieldDescriptorProto.Type */
export const FIELD_DESCRIPTOR_PROTO_TYPE = {
  TYPE_DOUBLE: 1,
  TYPE_FLOAT: 2,
  TYPE_INT64: 3,
  TYPE_UINT64: 4,
  TYPE_INT32: 5,
  TYPE_FIXED64: 6,
  TYPE_FIXED32: 7,
  TYPE_BOOL: 8,
  TYPE_STRING: 9,
  TYPE_GROUP: 10,
  TYPE_MESSAGE: 11,
  TYPE_BYTES: 12,
  TYPE_UINT32: 13,
  TYPE_ENUM: 14,
  TYPE_SFIXED32: 15,
  TYPE_SFIXED64: 16,
  TYPE_SINT32: 17,
  TYPE_SINT64: 18,
} as const;

/** google.protobuf.FieldDescriptorProto.Label */
export const FIELD_DESCRIPTOR_PROTO_LABEL = {
  LABEL_OPTIONAL: 1,
  LABEL_REQUIRED: 2,
  LABEL_REPEATED: 3,
} as const;

/** The tags of google.protobuf.DescriptorProto: number and wire type. */
export const DESCRIPTOR_PROTO_TAGS = {
  name: 10,
  field: 18,
  nestedType: 26,
  enumType: 34,
  extensionRange: 42,
  extension: 50,
  options: 58,
  oneofDecl: 66,
  reservedRange: 74,
  reservedName: 82,
  visibility: 88,
} as const;

/** The tags of google.protobuf.FieldDescriptorProto: number and wire type. */
export const FIELD_DESCRIPTOR_PROTO_TAGS = {
  name: 10,
  extendee: 18,
  number: 24,
  label: 32,
  type: 40,
  typeName: 50,
  defaultValue: 58,
  options: 66,
  oneofIndex: 72,
  jsonName: 82,
  proto3Optional: 136,
} as const;

/** The tags of google.protobuf.FieldOptions: number and wire type. */
export const FIELD_OPTIONS_TAGS = {
  ctype: 8,
  packed: 16,
  deprecated: 24,
  lazy: 40,
  jstype: 48,
  weak: 80,
  unverifiedLazy: 120,
  debugRedact: 128,
  retention: 136,
  targets: 152,
  editionDefaults: 162,
  features: 170,
  featureSupport: 178,
  uninterpretedOption: 7994,
  fieldBehavior: 8416,
  resourceReference: 8442,
  columnName: 3639545258,
} as const;
