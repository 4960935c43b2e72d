import assert from 'node:assert/strict';
import { breakLine } from '../../../../../shared/bigquery/proto/break.ts';
import { findBreaks } from '../../../../../shared/bigquery/proto/compatibility.ts';
import { snapshot } from '../../../../support/protos.ts';

type Case = readonly [what: string, was: string, is: string, ...breaks: RegExp[]];

const m = (fields: string): string => `message M { ${fields} }`;
const e = (values: string): string => `enum E { ${values} }`;
const mark = (treatment: string): string => m(`string s = 1 [(penstock.options.v1.sensitive) = ${treatment}];`);

const CASES: readonly Case[] = [
  [
    'the same',
    m('string a = 1; repeated int32 b = 2; map<string, int64> c = 3; oneof o { string d = 4; }'),
    m('string a = 1; repeated int32 b = 2; map<string, int64> c = 3; oneof o { string d = 4; }'),
  ],
  [
    'a new field, message and enum value',
    m('string a = 1;') + e('A = 0;'),
    `${m('string a = 1; string b = 2;') + e('A = 0; B = 1;')}message N { string a = 1; }`,
  ],
  ['a field removed and reserved', m('string a = 1; string b = 2;'), m('string a = 1; reserved 2; reserved "b";')],
  [
    'a message removed',
    `${m('string a = 1;')}message N { string a = 1; }`,
    m('string a = 1;'),
    /^x.proto: x.v1.N: the message is gone. Put it back/,
  ],
  ['a message renamed', m('string a = 1;'), 'message N { string a = 1; }', /x.v1.M: the message is gone/],
  [
    'a field removed',
    m('string a = 1; string b = 2;'),
    m('string a = 1;'),
    /x.v1.M.b \(2\): the field was removed and is not reserved. Add reserved 2; reserved "b";/,
  ],
  [
    'a field removed, its number alone reserved',
    m('string a = 1; string b = 2;'),
    m('string a = 1; reserved 1000, 2 to 5;'),
    /Add reserved "b";/,
  ],
  [
    'a field removed, its name alone reserved',
    m('string a = 1; string b = 2;'),
    m('string a = 1; reserved "b";'),
    /Add reserved 2;\./,
  ],
  [
    'a number changed',
    m('string a = 1;'),
    m('string a = 7;'),
    /x.v1.M.a \(1\): the number changed from 1 to 7. Give it 1 again/,
  ],
  ['a field renamed', m('string a = 1;'), m('string b = 1;'), /x.v1.M.a \(1\): renamed to b/],
  [
    'a number used again for another field',
    m('string a = 1; string b = 2;'),
    m('string a = 1; int64 c = 2;'),
    /renamed to c/,
    /the type changed from string to int64: other bytes on the wire/,
  ],
  [
    'a type that reads the same bytes',
    m('int32 a = 1;'),
    m('int64 a = 1;'),
    /from int32 to int64: the same bytes, read as something else/,
  ],
  ['a type that reads other bytes', m('int32 a = 1;'), m('sint32 a = 1;'), /other bytes/],
  [
    'a message type changed',
    m('N a = 1; message N { string x = 1; } message O { string x = 1; }'),
    m('O a = 1; message N { string x = 1; } message O { string x = 1; }'),
    /from x.v1.M.N to x.v1.M.O/,
  ],
  [
    'a map of another value',
    m('map<string, int64> a = 1;'),
    m('map<string, string> a = 1;'),
    /from map<string, int64> to map<string, string>/,
  ],
  [
    'repeated',
    m('string a = 1;'),
    m('repeated string a = 1;'),
    /changed from singular to repeated. Make it singular again/,
  ],
  ['optional taken away', m('optional string a = 1;'), m('string a = 1;'), /changed from optional to singular/],
  [
    'moved into a oneof',
    m('string a = 1;'),
    m('oneof o { string a = 1; string b = 2; }'),
    /moved into oneof o. Leave it/,
  ],
  [
    'moved out of a oneof',
    m('oneof o { string a = 1; string b = 2; }'),
    m('oneof o { string b = 2; } string a = 1;'),
    /moved out of oneof o\. Leave it/,
  ],
  [
    'moved to another oneof',
    m('oneof o { string a = 1; }'),
    m('oneof p { string a = 1; }'),
    /moved out of oneof o into oneof p/,
  ],
  [
    'a column type changed',
    m('string a = 1 [(penstock.options.v1.column_type) = "DATE"];'),
    m('string a = 1;'),
    /column_type changed from DATE to none/,
  ],
  [
    'a column type added',
    m('string a = 1;'),
    m('string a = 1 [(penstock.options.v1.column_type) = "DATE"];'),
    /column_type changed from none to DATE/,
  ],
  [
    'a column that became required',
    m('string a = 1;'),
    m('string a = 1 [(penstock.options.v1.required_column) = true];'),
    /became a REQUIRED column/,
  ],
  [
    'a column no longer required',
    m('string a = 1 [(penstock.options.v1.required_column) = true];'),
    m('string a = 1;'),
  ],
  [
    'a new required column',
    m('string a = 1;'),
    m('string a = 1; string b = 2 [(penstock.options.v1.required_column) = true];'),
    /x.v1.M.b \(2\): a new field is required/,
  ],
  [
    'a sensitive mark lost',
    mark('HASH'),
    m('string s = 1;'),
    /x.v1.M.s \(1\): is not marked sensitive any more. Put the mark back/,
  ],
  ['a sensitive mark changed', mark('HASH'), mark('MASK'), /is treated by mask instead of hash/],
  ['a sensitive mark added', m('string s = 1;'), mark('DROP'), /is treated by drop instead of nothing. Accept with/],
  [
    'a reserved number used',
    m('string a = 1; reserved 3;'),
    m('string a = 1; string b = 3;'),
    /x.v1.M.b \(3\): number 3 was reserved and is used again/,
  ],
  [
    'a reserved name used',
    m('string a = 1; reserved "b";'),
    m('string a = 1; string b = 2;'),
    /x.v1.M.b \(2\): name b was reserved and is used again/,
  ],
  [
    'a reservation lifted',
    m('string a = 1; reserved 3, 5 to 7; reserved "b";'),
    m('string a = 1; reserved 5 to 6;'),
    /the reservation of "b" is gone/,
    /of 3 is gone. Add reserved 3;/,
    /of 5 to 7 is gone/,
  ],
  [
    'a hole in a reserved range',
    m('string a = 1; reserved 5 to 10;'),
    m('string a = 1; reserved 5, 6, 8 to 10;'),
    /x.v1.M: the reservation of 5 to 10 is gone/,
  ],
  [
    'a reserved range that is written in parts',
    m('string a = 1; reserved 5 to 10, 20 to max;'),
    m('string a = 1; reserved 20 to 99; reserved 8 to 10, 5 to 7; reserved 100 to max;'),
  ],
  [
    'ranges that begin alike, the shorter of them gone',
    m('string a = 1; reserved 5, 5 to 10;'),
    m('string a = 1; reserved 5;'),
    /the reservation of 5 to 10 is gone/,
  ],
  [
    'a field of a name that its own message reserves',
    m('string a = 1;'),
    m('string a = 1; string b = 2; reserved "b";'),
    /x.v1.M.b \(2\): name b is reserved in the same message/,
  ],
  [
    'a reservation of an enum lifted',
    e('A = 0; reserved 2 to 4; reserved "B";'),
    e('A = 0; reserved 2, 4;'),
    /x.v1.E: the reservation of "B" is gone/,
    /x.v1.E: the reservation of 2 to 4 is gone/,
  ],
  [
    'an enum value of a name that its own enum reserves',
    e('A = 0;'),
    e('A = 0; B = 1; reserved "B";'),
    /x.v1.E.B \(1\): name B is reserved in the same enum/,
  ],
  ['an alias added', e('A = 0; B = 1;'), e('option allow_alias = true; A = 0; B = 1; C = 1;')],
  [
    'an alias removed',
    e('option allow_alias = true; A = 0; B = 1; C = 1;'),
    e('A = 0; B = 1;'),
    /x.v1.E.C \(1\): the alias was removed and is not reserved. Add reserved "C";/,
  ],
  [
    'an alias removed and reserved',
    e('option allow_alias = true; A = 0; B = 1; C = 1;'),
    e('A = 0; C = 1; reserved "B";'),
  ],
  ['packing', m('repeated int32 a = 1;'), m('repeated int32 a = 1 [packed = false];')],
  [
    'an optional made repeated',
    m('optional string a = 1;'),
    m('repeated string a = 1;'),
    /changed from optional to repeated/,
  ],
  [
    'a field moved into a oneof of its own',
    m('string a = 1;'),
    m('oneof o { string a = 1; }'),
    /x.v1.M.a \(1\): moved into oneof o/,
  ],
  [
    'a map with other keys',
    m('map<string, int64> a = 1;'),
    m('map<int32, int64> a = 1;'),
    /changed from map<string, int64> to map<int32, int64>/,
  ],
  ['a reservation widened', m('string a = 1; reserved 5 to 7;'), m('string a = 1; reserved 4 to 9;')],
  [
    'a field on a reserved number of its own message',
    m('string a = 1;'),
    m('string a = 1; string b = 4; reserved 3 to 5;'),
    /x.v1.M.b \(4\): number 4 is reserved in the same message/,
  ],
  ['an enum removed', m('string a = 1;') + e('A = 0;'), m('string a = 1;'), /x.v1.E: the enum is gone/],
  [
    'an enum value removed',
    e('A = 0; B = 1;'),
    e('A = 0;'),
    /x.v1.E.B \(1\): the value was removed and is not reserved. Add reserved 1; reserved "B";/,
  ],
  [
    'an enum value removed, its number alone reserved',
    e('A = 0; B = 1;'),
    e('A = 0; reserved 1;'),
    /the value was removed and is not reserved/,
  ],
  ['an enum value removed and reserved', e('A = 0; B = 1;'), e('A = 0; reserved 1; reserved "B";')],
  [
    'an enum value with another number',
    e('A = 0; B = 1;'),
    e('A = 0; B = 2;'),
    /x.v1.E.B \(1\): the number changed from 1 to 2/,
  ],
  ['an enum value renamed', e('A = 0; B = 1;'), e('A = 0; C = 1;'), /x.v1.E.B \(1\): renamed to C/],
  ['a reserved enum number used', e('A = 0; reserved 2;'), e('A = 0; B = 2;'), /x.v1.E.B \(2\): number 2 was reserved/],
  ['a reserved enum name used', e('A = 0; reserved "B";'), e('A = 0; B = 2;'), /x.v1.E.B \(2\): name B was reserved/],
  [
    'an enum value on a reserved number of its own',
    e('A = 0;'),
    e('A = 0; B = 3; reserved 2 to 4;'),
    /x.v1.E.B \(3\): number 3 is reserved in the same enum/,
  ],
];

describe('the compatibility of .proto files', () => {
  for (const [what, was, is, ...expected] of CASES) {
    it(`${what}: ${expected.length === 0 ? 'breaks nothing' : 'is said in one line'}`, () => {
      const lines = findBreaks(snapshot(was), snapshot(is)).map(breakLine);
      assert.equal(lines.length, expected.length, lines.join('\n'));
      lines.forEach((line, index) => {
        assert.match(line, expected[index] as RegExp);
        assert(!line.includes('\n'));
      });
    });
  }

  it('finds new required fields of proto2', () => {
    const lines = findBreaks(
      snapshot('message M { optional string a = 1; }', 'proto2'),
      snapshot('message M { required string a = 1; required string b = 2; }', 'proto2'),
    ).map(breakLine);
    assert.match(lines[0] as string, /changed from (singular|optional) to required/);
    assert.match(lines[1] as string, /a new field is required/);
  });
});
