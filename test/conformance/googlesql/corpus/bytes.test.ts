/** Operators on BYTES, and the names that a statement's target goes by. */

import { describeCorpus } from '../../../support/googlesql-corpus.ts';

describeCorpus('BYTES', {
  'LIKE takes BYTES: % is any number of bytes and _ is one': [
    ["b'ab' LIKE b'a%'", 'BOOL true'],
    ["b'ab' NOT LIKE b'_'", 'BOOL true'],
    ["b'\\xff\\x00' LIKE b'\\xff_'", 'BOOL true'],
    ["b'\\xc3\\xa9' LIKE b'_'", 'BOOL false'],
    ["b'' LIKE b'%', b'' LIKE b'', b'' LIKE b'_'", 'BOOL, BOOL, BOOL true, true, false'],
    ["b'aXbXc' LIKE b'a%X%c', b'abc' LIKE b'%b', b'aab' LIKE b'%ab'", 'BOOL, BOOL, BOOL true, false, true'],
    ["b'a%b' LIKE rb'a\\%b', b'axb' LIKE rb'a\\%b', b'a_' LIKE rb'a\\_'", 'BOOL, BOOL, BOOL true, false, true'],
    ["b'a' LIKE ANY (b'x', b'a'), b'a' LIKE ALL (b'%', b'b')", 'BOOL, BOOL true, false'],
    ["CAST(NULL AS BYTES) LIKE b'a', b'a' LIKE CAST(NULL AS BYTES)", 'BOOL, BOOL NULL, NULL'],
    ["b'a' LIKE rb'a\\'", /Unclosed|LIKE pattern ends with a backslash/],
    ["b'a' LIKE 'a'", /No matching signature for operator LIKE for argument types: BYTES, STRING/],
  ],
  'bits of BYTES of one length are combined byte by byte': [
    ["b'\\xf0' & b'\\x3c'", 'BYTES MA=='],
    ["b'\\xf0' | b'\\x0f'", 'BYTES /w=='],
    ["b'\\xff\\x00' ^ b'\\x0f\\x0f'", 'BYTES 8A8='],
    ["~b'\\x00\\xff'", 'BYTES /wA='],
    ["~b'', b'' & b''", 'BYTES, BYTES ,'],
    ["b'ab' & b'a'", /requires equal length of the inputs\. Got 2 byte\(s\) on the left hand side and 1 byte/],
    ["b'a' & CAST(NULL AS BYTES)", 'BYTES NULL'],
    ["b'a' & 1", /No matching signature for operator &/],
  ],
  'a shift of BYTES keeps their length': [
    ["b'\\x01\\x80' << 1", 'BYTES AwA='],
    ["b'\\x01\\x80' >> 1", 'BYTES AMA='],
    ["b'\\x01\\x02\\x03' << 8", 'BYTES AgMA'],
    ["b'\\x01\\x02\\x03' >> 12", 'BYTES AAAQ'],
    ["b'\\xff' << 8, b'\\xff' >> 100, b'\\x12' << 0", 'BYTES, BYTES, BYTES AA==, AA==, Eg=='],
    ["b'ab' << -1", /requires a non-negative shift amount/],
  ],
});

const TEMPORARY = "CREATE TEMP TABLE Mine (id INT64, v STRING); INSERT Mine VALUES (1, 'a');";

describeCorpus('names of a target', {
  'columns of a temporary table may be named by it': [
    [`${TEMPORARY} UPDATE Mine SET v = 'x' WHERE mine.id = 1; SELECT Mine.v FROM Mine`, 'STRING x'],
    [`${TEMPORARY} DELETE Mine WHERE Mine.id = 1; SELECT COUNT(*) FROM Mine`, 'INT64 0'],
    [
      `${TEMPORARY} MERGE Mine USING (SELECT 2 AS id, 'b' AS v) AS s ON Mine.id = s.id WHEN NOT MATCHED THEN INSERT ROW; SELECT id, v FROM Mine ORDER BY id`,
      'INT64, STRING 1, a; 2, b',
    ],
    [`${TEMPORARY} UPDATE Mine AS t SET v = 'x' WHERE Mine.id = 1`, /Unrecognized name: Mine/],
  ],
});
