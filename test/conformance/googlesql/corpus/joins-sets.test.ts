/** Joins whose conditions follow each other, and grouping sets inside of grouping sets. */

import { describeCorpus } from '../../../support/googlesql-corpus.ts';

describeCorpus(
  'joins and grouping sets',
  {
    'a second ON or USING is the condition of the join before': [
      [
        'SELECT a.id, b.v, c.v AS w FROM ds.a a JOIN ds.b b JOIN ds.b c ON b.id = c.id ON a.id = b.id ORDER BY 1, 2, 3',
        'INT64, STRING, STRING 1, p, p; 1, p, q; 1, q, p; 1, q, q; 2, r, r',
      ],
      [
        "SELECT a.id, b.v, c.v AS w FROM ds.a a LEFT JOIN ds.b b JOIN ds.b c ON b.id = c.id AND c.v = 'q' ON a.id = b.id ORDER BY 1, 2",
        'INT64, STRING, STRING 1, p, q; 1, q, q; 2, NULL, NULL; 3, NULL, NULL',
      ],
      [
        'SELECT a.id, b.v FROM ds.a a LEFT JOIN ds.b b JOIN ds.a c USING (id) USING (id) ORDER BY 1, 2',
        'INT64, STRING 1, p; 1, q; 2, r; 3, NULL',
      ],
      [
        "SELECT a.id FROM ds.a a JOIN ds.b b JOIN ds.b c JOIN ds.a x ON x.id = c.id ON c.id = b.id ON a.id = b.id WHERE b.v = 'r'",
        'INT64 2',
      ],
      ['SELECT a.id FROM ds.a a JOIN ds.b b ON a.id = b.id ON TRUE', /Unexpected keyword ON/],
      ['SELECT a.id FROM ds.a a CROSS JOIN ds.b b JOIN ds.b c ON TRUE ON TRUE', /Unexpected keyword ON/],
    ],
    'GROUPING SETS takes ROLLUP and CUBE for the sets that they are': [
      [
        'SELECT k, id, COUNT(*) AS c FROM ds.a GROUP BY GROUPING SETS (ROLLUP(k, id), CUBE(id)) ORDER BY 1, 2, 3',
        'STRING, INT64, INT64 NULL, NULL, 3; NULL, NULL, 3; NULL, 1, 1; NULL, 2, 1; NULL, 3, 1; x, NULL, 1; x, 1, 1; y, NULL, 1; y, 2, 1; z, NULL, 1; z, 3, 1',
      ],
      [
        'SELECT k, id, GROUPING(k) AS g FROM ds.a WHERE id < 3 GROUP BY GROUPING SETS (ROLLUP((k, id))) ORDER BY 1',
        'STRING, INT64, INT64 NULL, NULL, 1; x, 1, 0; y, 2, 0',
      ],
      [
        'FROM ds.a |> WHERE id = 1 |> AGGREGATE COUNT(*) AS c GROUP BY GROUPING SETS (CUBE(k, id)) |> ORDER BY k, id',
        'STRING, INT64, INT64 NULL, NULL, 1; NULL, 1, 1; x, NULL, 1; x, 1, 1',
      ],
      ['SELECT COUNT(*) FROM ds.a GROUP BY ROLLUP(CUBE(k))', /Unexpected keyword CUBE/],
    ],
  },
  `
CREATE SCHEMA ds;
CREATE TABLE ds.a AS SELECT * FROM UNNEST([STRUCT(1 AS id, 'x' AS k), (2, 'y'), (3, 'z')]);
CREATE TABLE ds.b AS SELECT * FROM UNNEST([STRUCT(1 AS id, 'p' AS v), (1, 'q'), (2, 'r')]);
`,
);
