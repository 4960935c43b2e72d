import assert from 'node:assert/strict';
import { parseProtos } from '../../../../../shared/bigquery/proto/parse.ts';
import type { PenstockError } from '../../../../../shared/runtime/errors.ts';

const tree = (files: Record<string, string>) => parseProtos(new Map(Object.entries(files)));

describe('a tree of .proto files', () => {
  it('is one root, with imports in any order and in circles of files', () => {
    const { root, fileOf } = tree({
      'a/a.proto':
        'syntax = "proto3"; package a; import weak "b.proto"; import public "google/protobuf/timestamp.proto"; message A { b.B b = 1; google.protobuf.Timestamp at = 2; enum E { X = 0; } }',
      'b.proto': 'syntax = "proto3"; package b; message B { string s = 1; message In { int32 i = 1; } }',
    });
    assert.deepEqual(Object.fromEntries(fileOf), {
      'a.A': 'a/a.proto',
      'a.A.E': 'a/a.proto',
      'b.B': 'b.proto',
      'b.B.In': 'b.proto',
    });
    assert.equal(root.lookupType('a.A').fields.at?.resolvedType?.fullName, '.google.protobuf.Timestamp');
  });

  const broken: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    [
      'an import that is not there',
      { 'a.proto': 'syntax = "proto3"; import "gone.proto";' },
      /^a.proto: imports gone.proto, which is not there$/,
    ],
    ['bad syntax', { 'a.proto': 'syntax = "proto3"; message A { string s = 1 }' }, /^a.proto: .*line 1/],
    [
      'a number twice',
      { 'a.proto': 'syntax = "proto3"; message A { string s = 1; string t = 1; }' },
      /^a.proto: duplicate id 1/,
    ],
    [
      'a message twice',
      { 'a.proto': 'syntax = "proto3"; message A {}', 'b.proto': 'syntax = "proto3"; message A {}' },
      /^b.proto: duplicate name 'A'/,
    ],
    [
      'a type that nothing declares',
      { 'a.proto': 'syntax = "proto3"; message A { Gone g = 1; }' },
      /^proto: no such type: Gone|no such.*Gone/,
    ],
  ];
  for (const [what, files, message] of broken) {
    it(`with ${what} is refused by file`, () => {
      assert.throws(
        () => tree(files),
        (error: PenstockError) => {
          assert.equal(error.code, 'INPUT_MALFORMED');
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }
});
