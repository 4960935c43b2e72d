/** Small trees of `.proto` texts, with our options always at hand. */

import { readFileSync } from 'node:fs';
import { type ParsedProtos, parseProtos } from '../../shared/bigquery/proto/parse.ts';
import { type ProtoSnapshot, snapshotOf } from '../../shared/bigquery/proto/snapshot.ts';

const OPTIONS = 'penstock/options/v1/options.proto';
export const optionsText = readFileSync(new URL(`../../proto/${OPTIONS}`, import.meta.url), 'utf8');

/** One file `x.proto` of package `x.v1` with this body. */
export function parsed(body: string, syntax: 'proto2' | 'proto3' = 'proto3'): ParsedProtos {
  const text = `syntax = "${syntax}"; package x.v1; import "${OPTIONS}"; import "google/protobuf/timestamp.proto"; import "google/protobuf/wrappers.proto"; ${body}`;
  return parseProtos(
    new Map([
      ['x.proto', text],
      [OPTIONS, optionsText],
    ]),
  );
}

export function snapshot(body: string, syntax?: 'proto2' | 'proto3'): ProtoSnapshot {
  return snapshotOf(parsed(body, syntax), (file) => file === 'x.proto');
}
