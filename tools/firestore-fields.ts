/**
 * `node tools/firestore-fields.ts`: compiles the field numbers of Firestore's event data from `proto/` into a module that
 * the function imports, so that a deployed bundle reads no `.proto` file and loads no protobuf library for it.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { parseProtos } from '@penstock/shared/bigquery/proto/parse.ts';
import type protobuf from 'protobufjs';

const ROOT = new URL('../proto/', import.meta.url);
const FILES = [
  'google/events/cloud/firestore/v1/data.proto',
  'google/protobuf/struct.proto',
  'google/protobuf/timestamp.proto',
  'google/type/latlng.proto',
];
const PACKAGE = 'google.events.cloud.firestore.v1';
const MESSAGES: Readonly<Record<string, string>> = {
  EVENT_DATA: `${PACKAGE}.DocumentEventData`,
  MASK: `${PACKAGE}.DocumentMask`,
  DOCUMENT: `${PACKAGE}.Document`,
  VALUE: `${PACKAGE}.Value`,
  ARRAY: `${PACKAGE}.ArrayValue`,
  MAP: `${PACKAGE}.MapValue`,
  TIMESTAMP: 'google.protobuf.Timestamp',
  LAT_LNG: 'google.type.LatLng',
};

export const TARGET = new URL('../functions/firestore/event-data.generated.ts', import.meta.url);

/** Google's event data as protobufjs reads it from `proto/`. */
export function eventDataTypes(): protobuf.Root {
  return parseProtos(new Map(FILES.map((file) => [file, readFileSync(new URL(file, ROOT), 'utf8')]))).root;
}

export function firestoreFields(): string {
  const root = eventDataTypes();
  const tables = Object.entries(MESSAGES).map(([name, type]) => {
    const numbers = root
      .lookupType(type)
      .fieldsArray.toSorted((a, b) => a.id - b.id)
      .map((field) => `  ${camel(field.name)}: ${field.id},\n`);
    return `/** ${type} */\nexport const ${name} = {\n${numbers.join('')}} as const;\n`;
  });
  return `// Made by tools/firestore-fields.ts from proto/${FILES[0]}. Do not edit.\n\n${tables.join('\n')}`;
}

function camel(name: string): string {
  return name.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
}

if (import.meta.main) writeFileSync(TARGET, firestoreFields());
