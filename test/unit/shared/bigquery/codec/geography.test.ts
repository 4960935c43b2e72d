import assert from 'node:assert/strict';
import { codecOf, field, problemOf, through } from '../../../../support/codec-rows.ts';

const codec = codecOf([field('g', 'GEOGRAPHY')]);

const WKT = [
  'POINT(1 2)',
  ' point ( -180.5 +89.9e0 ) ',
  'POINT EMPTY',
  'LINESTRING(0 0, 1 1,2 2.)',
  'POLYGON((0 0, 0 1, 1 1, 0 0), (.1 .1, .1 .2, .2 .2, .1 .1))',
  'MULTIPOINT(1 2, 3 4)',
  'MULTIPOINT((1 2), (3 4))',
  'MULTILINESTRING((0 0, 1 1), (2 2, 3 3))',
  'MULTIPOLYGON(((0 0, 0 1, 1 1, 0 0)))',
  'GEOMETRYCOLLECTION(POINT(1 2), GEOMETRYCOLLECTION EMPTY, LINESTRING(0 0, 1 1))',
];

const NOT_WKT = [
  '',
  'POINT',
  'POINT(1)',
  'POINT(1 2',
  'POINT(1',
  'LINESTRING(0 0',
  'POINT(1 2, 3 4)',
  'POINT(1 2 3)',
  'POINT Z(1 2 3)',
  'POINT(1, 2)',
  'POINT(a b)',
  'POINT(1 2) x',
  'POINT(1 2) POINT(1 2)',
  'POINT(1 2);',
  'POINT(1-2)',
  'POINT(1.2.3)',
  'POINT(1 2e)',
  'POINT(1e5 2e5e5)',
  'POINT(1x 2)',
  'LINESTRING(0 0, 1+1)',
  'CIRCLE(1 2)',
  'CIRCLE EMPTY',
  'LINESTRING 0 0',
  'LINESTRING(0 0, )',
  'POLYGON(0 0, 1 1)',
  'MULTIPOINT((1 2, 3 4)',
  'GEOMETRYCOLLECTION(1 2)',
  'constructor(1 2)',
  '0101000000000000000000F03F',
];

const GEO_JSON = [
  { type: 'Point', coordinates: [1, 2] },
  {
    type: 'LineString',
    coordinates: [
      [0, 0],
      [1, 1],
    ],
  },
  {
    type: 'Polygon',
    coordinates: [
      [
        [0, 0],
        [0, 1],
        [1, 1],
        [0, 0],
      ],
    ],
  },
  { type: 'MultiPoint', coordinates: [] },
  {
    type: 'MultiPolygon',
    coordinates: [
      [
        [
          [0, 0],
          [0, 1],
          [1, 1],
          [0, 0],
        ],
      ],
    ],
    bbox: [0, 0, 1, 1],
  },
  { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [1, 2] }] },
];

const NOT_GEO_JSON: unknown[] = [
  {},
  { type: 'Feature', geometry: { type: 'Point', coordinates: [1, 2] } },
  { type: 'constructor', coordinates: [1, 2] },
  { type: 5, coordinates: [1, 2] },
  { type: 'Point' },
  { type: 'Point', coordinates: [1] },
  { type: 'Point', coordinates: [1, 2, 3] },
  { type: 'Point', coordinates: ['1', '2'] },
  { type: 'LineString', coordinates: [1, 2] },
  { type: 'GeometryCollection', geometries: {} },
  { type: 'GeometryCollection', geometries: [null] },
];

describe('GEOGRAPHY', () => {
  for (const text of WKT) it(`takes the WKT ${text}`, () => assert.deepEqual(through(codec, { g: text }), { g: text }));

  for (const text of NOT_WKT) {
    it(`rejects ${JSON.stringify(text)}`, () => assert.equal(problemOf(codec, { g: text }).code, 'MALFORMED'));
  }

  for (const value of GEO_JSON) {
    it(`takes GeoJSON as an object and as text: ${value.type}`, () => {
      const text = JSON.stringify(value);
      assert.deepEqual(through(codec, { g: value }), { g: text });
      assert.deepEqual(through(codec, { g: ` ${text}` }), { g: ` ${text}` });
    });
  }

  for (const value of NOT_GEO_JSON) {
    it(`rejects ${JSON.stringify(value)}`, () => {
      assert.equal(problemOf(codec, { g: value }).code, 'MALFORMED');
      assert.equal(problemOf(codec, { g: JSON.stringify(value) }).code, 'MALFORMED');
    });
  }

  it('rejects latitudes beyond the poles, endless coordinates and anything that is no geometry', () => {
    assert.equal(problemOf(codec, { g: 'POINT(0 90.1)' }).code, 'OUT_OF_RANGE');
    assert.equal(problemOf(codec, { g: { type: 'Point', coordinates: [0, -91] } }).code, 'OUT_OF_RANGE');
    assert.equal(problemOf(codec, { g: 'POINT(1e999 0)' }).code, 'MALFORMED');
    assert.equal(problemOf(codec, { g: { type: 'Point', coordinates: [Number.NaN, 0] } }).code, 'OUT_OF_RANGE');
    for (const g of [5, true, [1, 2], new Date(0)]) assert.equal(problemOf(codec, { g }).code, 'TYPE_MISMATCH');
    assert.equal(problemOf(codec, { g: '{"type":"Point","coordinates":[1,2],"note":"\ud800"}' }).code, 'BAD_UNICODE');
    assert.equal(problemOf(codec, { g: '{"type":' }).code, 'MALFORMED');
  });
});
