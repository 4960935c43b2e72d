/** Idioms of transformations: the last row of each key, structs taken apart, aggregate functions of the user over windows. */

import { describeCorpus } from '../../../support/googlesql-corpus.ts';

describeCorpus(
  'transforms',
  {
    'a struct that an aggregate or a window makes is taken apart by dot-star': [
      [
        'SELECT k, ARRAY_AGG(STRUCT(id, v) ORDER BY v DESC LIMIT 1)[OFFSET(0)].* FROM ds.t GROUP BY k ORDER BY k',
        'STRING, INT64, INT64 a, 3, 30; b, 2, 20',
      ],
      [
        'SELECT k, ARRAY_AGG(t ORDER BY v DESC LIMIT 1)[OFFSET(0)].* EXCEPT (k) FROM ds.t AS t GROUP BY k ORDER BY k',
        'STRING, INT64, INT64 a, 3, 30; b, 2, 20',
      ],
      ['SELECT MAX_BY(STRUCT(id, v), v).* FROM ds.t', 'INT64, INT64 3, 30'],
      [
        'SELECT id, (FIRST_VALUE(STRUCT(id AS f, v)) OVER (PARTITION BY k ORDER BY id)).* FROM ds.t ORDER BY id',
        'INT64, INT64, INT64 1, 1, 10; 2, 2, 20; 3, 1, 10',
      ],
      ['SELECT ANY_VALUE(STRUCT(id)).*, id FROM ds.t GROUP BY k', /neither grouped nor aggregated/],
      ['SELECT ANY_VALUE(STRUCT(1, 2)).* FROM ds.t', /dot-star of an aggregated struct/],
    ],
    'OVER with an aggregate function of the user is OVER with each aggregate of its body': [
      ['SELECT ds.weighted(id, v) OVER () FROM ds.t', 'INT64 140; 140; 140'],
      [
        'SELECT id, ds.weighted(id, v) OVER (PARTITION BY k ORDER BY id) FROM ds.t ORDER BY id',
        'INT64, INT64 1, 10; 2, 40; 3, 100',
      ],
      [
        'SELECT id, ds.mean(id, v) OVER w, ds.nested(v, 10) OVER w FROM ds.t WINDOW w AS (PARTITION BY k) ORDER BY id',
        'INT64, FLOAT64, INT64 1, 2.5, 803; 2, 2.0, 403; 3, 2.5, 803',
      ],
      [
        'SELECT k, ds.weighted(COUNT(*), SUM(v)) OVER () FROM ds.t GROUP BY k ORDER BY k',
        'STRING, INT64 a, 100; b, 100',
      ],
      ['SELECT id FROM ds.t QUALIFY ds.weighted(id, v) OVER (PARTITION BY k) > 40 ORDER BY id', 'INT64 1; 3'],
    ],
  },
  `
CREATE SCHEMA ds;
CREATE TABLE ds.t AS SELECT * FROM UNNEST([STRUCT(1 AS id, 'a' AS k, 10 AS v), (2, 'b', 20), (3, 'a', 30)]);
CREATE AGGREGATE FUNCTION ds.weighted(x INT64, w INT64) AS (SUM(x * w));
CREATE AGGREGATE FUNCTION ds.mean(x FLOAT64, w FLOAT64) RETURNS FLOAT64 AS (SUM(x * w) / SUM(w));
CREATE AGGREGATE FUNCTION ds.nested(x INT64, f INT64 NOT AGGREGATE) AS (ds.weighted(x, 2) * f + (SELECT COUNT(*) FROM ds.t));
`,
);
