/** Mutated SQL text: the answer is a result or a SqlError, and never anything else. */

import assert from 'node:assert/strict';
import { mulberry32 } from '@penstock/local/core/faults/faults.ts';
import { SqlError } from '@penstock/local/googlesql/index.ts';
import { Console } from '../support/googlesql.ts';

const CASES = process.env.PENSTOCK_SOAK === '1' ? 10_000 : 1_500;
const SEED = 20_260_102;
/** No statement of the seeds takes a tenth of this, and no mutation makes work that the seeds have not. */
const PATIENCE_MS = 10_000;

const SEEDS = [
  'SELECT a.id, COUNT(*) AS c, SUM(MAX(y)) OVER (PARTITION BY id ORDER BY id DESC NULLS LAST ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM ds.a GROUP BY 1 HAVING c > 1 ORDER BY 2 LIMIT 10 OFFSET 1',
  "WITH w AS (SELECT 1 AS x UNION ALL SELECT NULL) SELECT * EXCEPT (o) REPLACE (x + 1 AS x) FROM w LEFT JOIN UNNEST([STRUCT('a' AS k, [1, 2] AS v)]) u WITH OFFSET o ON u.k = 'a' WHERE x IN (SELECT id FROM ds.a) QUALIFY ROW_NUMBER() OVER (ORDER BY x) = 1",
  "SELECT CASE WHEN a BETWEEN 1 AND 2 THEN CAST(b.b AS STRING) ELSE SAFE_CAST('1.5' AS NUMERIC) || '''x''' END, [1, 2][SAFE_OFFSET(0)], JSON '{\"a\": 1}'.a, DATE '2024-01-05' + 1 FROM ds.b, ds.n n, n.tags t",
  'MERGE ds.a t USING (SELECT * FROM ds.b) s ON t.id = s.id WHEN MATCHED AND s.y IS NOT NULL THEN UPDATE SET x = s.y WHEN NOT MATCHED THEN INSERT (id, x) VALUES (s.id, s.y) WHEN NOT MATCHED BY SOURCE THEN DELETE',
  "INSERT INTO ds.a (id, x) VALUES (1, 'a'), (-2, DEFAULT); UPDATE ds.a SET x = 'b' FROM ds.b WHERE a.id = b.id; DELETE ds.a WHERE id < 0",
  "CREATE OR REPLACE TABLE ds.c (id INT64 NOT NULL OPTIONS (description = 'x'), s STRUCT<a ARRAY<INT64>, b NUMERIC(5, 2)>, PRIMARY KEY (id) NOT ENFORCED) PARTITION BY RANGE_BUCKET(id, GENERATE_ARRAY(0, 10, 1)) CLUSTER BY id OPTIONS (labels = [('a', 'b')])",
  'DECLARE x INT64 DEFAULT 5; IF x > 1 THEN BEGIN TRANSACTION; SET x = x + 1; COMMIT TRANSACTION; ELSE SELECT @p, ?; END IF; SELECT x # end\n',
  "SELECT * FROM (SELECT 1 id, 2 n, 'k' k) PIVOT (SUM(n) FOR k IN ('k', 'l' AS m)) UNPIVOT (v FOR f IN (k, m)); ALTER TABLE ds.c ADD COLUMN z FLOAT64; DROP TABLE IF EXISTS ds.c",
  'SELECT TIMESTAMP_DIFF(CURRENT_TIMESTAMP(), TIMESTAMP "2024-01-01", DAY), EXTRACT(ISOWEEK FROM DATE "2024-01-01"), ARRAY_AGG(DISTINCT x IGNORE NULLS ORDER BY x LIMIT 2), REGEXP_REPLACE("a", r"(.)", r"\\1"), SAFE.SUBSTR("abc", -1) FROM UNNEST([1, NULL]) x GROUP BY ROLLUP (x)',
];

const WORDS =
  `SELECT FROM WHERE ( ) [ ] , ; . * + - / || = != < <= >> NULL TRUE 'a' "b" b'x' r'\\' 1 -1 1.5 9223372036854775808 1e400 @p ? @@x
  ds.a x id AS IN NOT IS UNNEST STRUCT ARRAY< > CAST INTERVAL DAY OVER DISTINCT CASE END EXISTS ANY LIKE JOIN ON USING EXCEPT \` /* -- # \\ $ |> =>
  \u0000 😀 é \ud800 GROUP BY ALL ORDER LIMIT WITH OFFSET DEFAULT DATE`.split(/\s+/);

/** One or two words changed: most of these still parse, and reach the analyzer. */
function mutateWords(text: string, random: () => number): string {
  const words = text.match(/\w+|'[^']*'|"[^"]*"|\s+|./gs) ?? [];
  const rounds = 1 + Math.floor(random() * 2);
  for (let round = 0; round < rounds; round += 1) {
    const [at, from] = [Math.floor(random() * words.length), Math.floor(random() * words.length)];
    const kind = Math.floor(random() * 3);
    if (kind === 0) words[at] = words[from] ?? '';
    else if (kind === 1) words.splice(at, 1);
    else words.splice(at, 0, ' ', words[from] ?? '', ' ');
  }
  return words.join('');
}

function mutate(text: string, random: () => number): string {
  if (random() < 0.5) return mutateWords(text, random);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  let mutated = text;
  const rounds = 1 + Math.floor(random() * 4);
  for (let round = 0; round < rounds; round += 1) {
    const at = Math.floor(random() * (mutated.length + 1));
    const length = Math.floor(random() * 12);
    const kind = Math.floor(random() * 5);
    if (kind === 0) mutated = mutated.slice(0, at) + mutated.slice(at + length);
    else if (kind === 1) mutated = `${mutated.slice(0, at)} ${pick(WORDS)} ${mutated.slice(at)}`;
    else if (kind === 2) mutated = mutated.slice(0, at) + pick(WORDS) + mutated.slice(at + length);
    else if (kind === 3) mutated = mutated.slice(0, at) + pick(SEEDS).slice(0, 40) + mutated.slice(at);
    else mutated = mutated.slice(0, at) + mutated.slice(at, at + length) + mutated.slice(at);
  }
  return mutated;
}

describe('GoogleSQL under mutated text', () => {
  it(`answers ${CASES} mutations of seed ${SEED} with rows or a SqlError`, async function () {
    this.timeout(process.env.PENSTOCK_SOAK === '1' ? 600_000 : 60_000);
    const random = mulberry32(SEED);
    const console = await Console.open();
    const SETUP = `CREATE SCHEMA IF NOT EXISTS ds; CREATE OR REPLACE TABLE ds.a (id INT64, x STRING, y INT64, z INT64);
      CREATE OR REPLACE TABLE ds.b (id INT64, y STRING, a INT64, b INT64); CREATE OR REPLACE TABLE ds.n (tags ARRAY<STRING>)`;
    try {
      await console.run(SETUP);
      for (let index = 0; index < CASES; index += 1) {
        const text = mutate(SEEDS[index % SEEDS.length] ?? '', random);
        const began = Date.now();
        try {
          const { final } = await console.run(text);
          final.rows?.close();
        } catch (error) {
          assert.ok(
            error instanceof SqlError,
            `case ${index}: ${JSON.stringify(text)}\n${error instanceof Error ? error.stack : String(error)}`,
          );
        }
        assert.ok(Date.now() - began < PATIENCE_MS, `case ${index} took too long: ${JSON.stringify(text)}`);
        if (index % 100 === 99) await console.run(SETUP);
      }
    } finally {
      await console.close();
    }
  });
});
