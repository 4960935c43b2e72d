/** Rows as a whole: required columns, lists, structures, names in any case, unknown fields. */

import type { Case, VectorFile } from '../vector.ts';

const INNER = [
  { name: 'x', type: 'INT64', mode: 'REQUIRED' },
  { name: 'Y', type: 'STRING' },
  { name: 'zs', type: 'FLOAT64', mode: 'REPEATED' },
];

const tables = {
  'demo-penstock.ds.t': {
    fields: [
      { name: 'id', type: 'STRING', mode: 'REQUIRED' },
      { name: 'made', type: 'TIMESTAMP', mode: 'REQUIRED', defaultValueExpression: 'CURRENT_TIMESTAMP()' },
      { name: 'Tags', type: 'STRING', mode: 'REPEATED' },
      { name: 'one', type: 'RECORD', fields: INNER },
      { name: 'many', type: 'RECORD', mode: 'REPEATED', fields: INNER },
      { name: 'numbers', type: 'INTEGER', mode: 'REPEATED' },
      { name: 'rest', type: 'JSON' },
      { name: 'jsons', type: 'JSON', mode: 'REPEATED' },
    ],
  },
  'demo-penstock.ds.places': {
    fields: [
      { name: 'n', type: 'NUMERIC' },
      { name: 'place', type: 'GEOGRAPHY' },
    ],
  },
  'demo-penstock.ds.plain': {
    fields: [
      { name: 'id', type: 'STRING', mode: 'REQUIRED' },
      { name: 'made', type: 'DATE' },
    ],
  },
};

const routes = ['drop', 'reject', 'collect'].map((unknownFields, index) => ({
  name: unknownFields,
  match: { unknown: { equals: unknownFields } },
  table: 'ds.t',
  unknownFields,
  ...(unknownFields === 'collect' ? { collectInto: 'rest' } : {}),
  mode: ['STREAMING_INSERTS', 'FILE_LOADS', 'STORAGE_WRITE'][index],
}));

const of = (unknown: string, name: string, text: string): Case => ({
  name: `${unknown}: ${name}`,
  message: { text, attributes: { unknown } },
});

const everywhere = (name: string, text: string): readonly Case[] =>
  ['drop', 'reject', 'collect'].map((mode) => of(mode, name, text));

const cases: readonly Case[] = [
  ...everywhere(
    'the exact schema',
    '{"id":"1","made":"2026-01-01T00:00:00Z","Tags":["a","b"],"one":{"x":1,"Y":"y","zs":[0.5]},"many":[{"x":1},{"x":"2","zs":[]}],"numbers":[1,"2"],"rest":{"a":1},"jsons":[1,"{}"]}',
  ),
  ...everywhere('an extra field', '{"id":"1","extra":"e"}'),
  ...everywhere(
    'extra fields within',
    '{"id":"1","one":{"x":1,"extra":1.50},"many":[{"x":1},{"x":2,"extra":[1,{"a":null}]}],"extra":9007199254740993}',
  ),
  ...everywhere('extra fields that stand in a list within a list', '{"id":"1","extra":[{"b":1,"1":2}],"Extra":null}'),
  of('drop', 'a missing optional field', '{"id":"1"}'),
  of('drop', 'a missing required field', '{"made":"2026-01-01T00:00:00Z"}'),
  of('drop', 'NULL for a required field', '{"id":null}'),
  of('drop', 'NULL for a required field with a default', '{"id":"1","made":null}'),
  of('drop', 'NULL for a list', '{"id":"1","Tags":null}'),
  of('drop', 'NULL in a list', '{"id":"1","Tags":["a",null]}'),
  of('drop', 'no list', '{"id":"1","Tags":"a"}'),
  of('drop', 'an object for a list', '{"id":"1","Tags":{"0":"a"}}'),
  of('drop', 'a list for one value', '{"id":["1"]}'),
  of('drop', 'a number in a list of texts', '{"id":"1","Tags":["a",1,true,[2]]}'),
  of('drop', 'an integer in a list that is none', '{"id":"1","numbers":[1,2,1.5]}'),
  of('drop', 'a boolean in a list of numbers', '{"id":"1","numbers":[true,12345678901234567]}'),
  of('drop', 'a structure that is none', '{"id":"1","one":1}'),
  of('drop', 'a list for a structure', '{"id":"1","one":[]}'),
  of('drop', 'a long number for a structure', '{"id":"1","one":12345678901234567890}'),
  of('drop', 'a structure without its required field', '{"id":"1","one":{}}'),
  of('drop', 'an element without its required field', '{"id":"1","many":[{"x":1},{"Y":"y"}]}'),
  of('drop', 'a wrong value deep within', '{"id":"1","many":[{"x":1,"zs":[0.5,"x"]}]}'),
  of('drop', 'an element that is no structure', '{"id":"1","many":[{"x":1},1]}'),
  of('drop', 'names in another case', '{"ID":"1","tags":["a"],"ONE":{"X":1,"y":"y"}}'),
  of('drop', 'a column twice in different case', '{"id":"1","Id":"2"}'),
  of('drop', 'a column twice, first NULL', '{"Id":null,"id":"2"}'),
  of('drop', 'a name with the Kelvin sign', '{"id":"1","\u212aind":1}'),
  of('drop', 'a column of changes', '{"id":"1","_CHANGE_TYPE":"DELETE"}'),
  of('reject', 'a column of changes in another case', '{"id":"1","_change_sequence_number":"1"}'),
  of('collect', 'a column of changes within', '{"id":"1","one":{"x":1,"_Change_Type":"x"}}'),
  of('reject', 'a long unknown name', `{"id":"1","${'long'.repeat(40)}":1}`),
  of('reject', 'an unknown name that cuts a character', `{"id":"1","${'x'.repeat(63)}😀y":1}`),
  of('collect', 'a row that holds the collecting column', '{"id":"1","rest":{"own":1},"extra":1}'),
  of('collect', 'a row with NULL in the collecting column', '{"id":"1","rest":null,"extra":1}'),
  of('collect', 'nothing to collect', '{"id":"1"}'),
  of('collect', 'a number that JSON does not keep', '{"id":"1","extra":0.12345678901234567890}'),
  of('drop', 'a number that JSON does not keep, dropped', '{"id":"1","extra":0.12345678901234567890}'),
  of('reject', 'a number that JSON does not keep, refused', '{"id":"1","extra":0.12345678901234567890}'),
  of('collect', 'two unknown fields of one path', '{"id":"1","a.b":1,"one":{"x":1},"one.q":2}'),
  of('collect', 'two paths that meet', '{"id":"1","one":{"x":1,"q":2},"one.q":3}'),
  of('collect', 'half of a surrogate pair', '{"id":"1","extra":"\\ud800"}'),
  of('collect', 'names of objects', '{"id":"1","__proto__":{"a":1},"constructor":2,"toString":3}'),
  of('drop', 'names of objects', '{"id":"1","__proto__":{"a":1},"constructor":2,"hasOwnProperty":3}'),
  of('drop', 'JSON within a list', '{"id":"1","jsons":[{"a":1.0},"[1, 2]",3,false]}'),
  of('drop', 'text that is no JSON within a list', '{"id":"1","jsons":[1,"plain"]}'),
  of('drop', 'an error behind another', '{"id":1,"Tags":"a","numbers":"b"}'),
  of('drop', 'an error behind a missing field', '{"Tags":"a"}'),
];

export const rows: VectorFile = {
  name: 'rows',
  about: 'Rows as a whole: required columns, lists, structures, names in any case, unknown fields.',
  config: {
    errorOutput: { topic: 'errors' },
    routes: [
      ...routes,
      { name: 'places', match: { places: { present: true } }, table: 'ds.places' },
      { name: 'plain', table: 'ds.plain' },
    ],
    fileLoads: { bucket: 'staged' },
  },
  tables,
  cases: [
    ...cases,
    {
      name: 'places: coordinates of more digits than a double beside a number that keeps them',
      message: {
        text: '{"n":1234567890123456789.5,"place":{"type":"Point","coordinates":[13.404954000000001234,52.52]}}',
        attributes: { places: '1' },
      },
    },
    {
      name: 'places: a long number for a place',
      message: { text: '{"place":1234567890123456789.5}', attributes: { places: '1' } },
    },
    {
      name: 'plain: an extra field in a table without numbers',
      message: { text: '{"id":"1","extra":12345678901234567890}' },
    },
    { name: 'plain: a number becomes text digit by digit', message: { text: '{"id":12345678901234567890.50}' } },
    { name: 'plain: a number beyond a double becomes text', message: { text: '{"id":1e400}' } },
    { name: 'plain: a long number for a date', message: { text: '{"id":"1","made":12345678901234567890}' } },
  ],
};
