/** GRANT and REVOKE, and the view of what they did. Policies are kept and not enforced. */

import { describeCorpus } from '../../../support/googlesql-corpus.ts';

const SHOWN =
  'SELECT object_name, object_type, privilege_type, grantee FROM `region-us`.INFORMATION_SCHEMA.OBJECT_PRIVILEGES';

describeCorpus(
  'privileges',
  {
    'GRANT adds members to roles, once each': [
      [
        `CREATE TABLE ds.a (x INT64); GRANT \`roles/one\`, \`roles/two\` ON TABLE \`my-proj\`.\`ds\`.\`a\` TO "user:a@b.c", 'group:g@b.c'; GRANT \`roles/one\` ON TABLE ds.a TO 'user:a@b.c'; ${SHOWN} WHERE object_name = 'a' ORDER BY 3, 4`,
        'STRING, STRING, STRING, STRING a, TABLE, roles/one, group:g@b.c; a, TABLE, roles/one, user:a@b.c; a, TABLE, roles/two, group:g@b.c; a, TABLE, roles/two, user:a@b.c',
      ],
    ],
    'REVOKE takes members from roles': [
      [
        `CREATE TABLE ds.b (x INT64); GRANT \`roles/one\` ON TABLE ds.b TO 'user:a@b.c', 'allUsers'; REVOKE \`roles/one\`, \`roles/none\` ON TABLE ds.b FROM 'user:a@b.c', 'user:other@b.c'; ${SHOWN} WHERE object_name = 'b'`,
        'STRING, STRING, STRING, STRING b, TABLE, roles/one, allUsers',
      ],
    ],
    'views have privileges too': [
      [
        `CREATE VIEW ds.v AS SELECT 1 AS x; GRANT \`roles/one\` ON VIEW ds.v TO 'serviceAccount:s@b.c'; ${SHOWN} WHERE object_name = 'v'`,
        'STRING, STRING, STRING, STRING v, VIEW, roles/one, serviceAccount:s@b.c',
      ],
    ],
    'GRANT on a schema changes its access list, which has short names for the basic roles': [
      [
        `GRANT \`roles/bigquery.dataViewer\`, \`roles/own\` ON SCHEMA ds TO "user:a@b.c", 'group:g@b.c', 'allUsers'; GRANT \`roles/bigquery.dataViewer\` ON SCHEMA \`my-proj\`.ds TO 'user:a@b.c'; REVOKE \`roles/own\` ON SCHEMA ds FROM 'group:g@b.c', 'allUsers'; ${SHOWN} WHERE object_type = 'SCHEMA' AND grantee NOT LIKE 'project%' ORDER BY 3, 4`,
        'STRING, STRING, STRING, STRING ds, SCHEMA, roles/bigquery.dataViewer, allUsers; ds, SCHEMA, roles/bigquery.dataViewer, group:g@b.c; ds, SCHEMA, roles/bigquery.dataViewer, user:a@b.c; ds, SCHEMA, roles/own, user:a@b.c',
      ],
      [
        `REVOKE \`roles/bigquery.dataEditor\` ON SCHEMA ds FROM 'user:a@b.c'; ${SHOWN} WHERE object_type = 'SCHEMA' AND grantee LIKE 'project%' ORDER BY 4`,
        'STRING, STRING, STRING, STRING ds, SCHEMA, roles/bigquery.dataEditor, projectEditor:my-proj; ds, SCHEMA, roles/bigquery.dataOwner, projectOwner:my-proj; ds, SCHEMA, roles/bigquery.dataViewer, projectViewer:my-proj',
      ],
    ],
    'an object of another kind, a member without a kind and a schema that is not there are refused': [
      ["BEGIN GRANT `roles/one` ON VIEW ds.t TO 'user:a@b.c'; END", /currently a TABLE/],
      ["BEGIN GRANT `roles/one` ON TABLE ds.none TO 'user:a@b.c'; END", /Not found: Table/],
      ["BEGIN GRANT `roles/one` ON TABLE ds.t TO 'me'; END", /Invalid member: me/],
      ["BEGIN REVOKE `roles/one` ON SCHEMA none FROM 'user:a@b.c'; END", /Not found: Dataset my-proj:none/],
      ["BEGIN REVOKE `roles/one` ON MODEL ds.m FROM 'user:a@b.c'; END", /does not support REVOKE on MODEL/],
    ],
  },
  'CREATE SCHEMA ds; CREATE TABLE ds.t (x INT64);',
);
