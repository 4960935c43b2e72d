/** Checks datasets and tables: there, with the columns and the key that rows need, and open to the account. */

import { parseTableName } from '@penstock/shared/bigquery/table-name.ts';
import type { Need } from '@penstock/shared/config/door-configuration.ts';
import { type Api, errorIn } from './api.ts';
import { type Finding, type Report, reportOf } from './finding.ts';
import { type Accounts, type Binding, roleFinding } from './roles.ts';

interface Table {
  readonly schema?: { readonly fields?: readonly { readonly name: string }[] };
  readonly tableConstraints?: { readonly primaryKey?: { readonly columns?: readonly string[] } };
  readonly maxStaleness?: string;
}

/** The columns of a flat issue message, for the table that holds them. */
const ISSUE_COLUMNS = ['issue_id', 'source', 'created_at', 'payload'];

export async function checkDataset(
  api: Api,
  accounts: Accounts,
  need: Need,
  { door, region }: { readonly door: string; readonly region: string },
): Promise<readonly Finding[]> {
  const [projectId = '', datasetId = ''] = need.name.split('.');
  const report = reportOf(`dataset ${datasetId}`, need.because);
  const missing = await datasetFinding(api, { projectId, datasetId }, region, need.because);
  if (missing !== undefined) return [missing];
  const around = await datasetGrants(api, projectId, datasetId);
  const finding = await grantFinding(api, accounts, { need, door, around, projectId, datasetId }, report);
  return [finding ?? report.ok()];
}

/** Access to a dataset is a list of its own, whose basic roles have names of their own. */
async function datasetGrants(api: Api, projectId: string, datasetId: string): Promise<readonly Binding[]> {
  const answer = await api.ask('bigquery', `/bigquery/v2/projects/${projectId}/datasets/${datasetId}`);
  const { access = [] } = (answer?.body ?? {}) as {
    readonly access?: readonly { readonly role?: string; readonly userByEmail?: string }[];
  };
  return access.flatMap(({ role = '', userByEmail }) =>
    userByEmail === undefined ? [] : [{ role: BASIC_ROLES[role] ?? role, members: [`serviceAccount:${userByEmail}`] }],
  );
}

const BASIC_ROLES: Readonly<Record<string, string>> = {
  WRITER: 'roles/bigquery.dataEditor',
  OWNER: 'roles/bigquery.dataOwner',
};

/** A dataset has no policy of its own to read: only its list and the project count. */
async function grantFinding(
  api: Api,
  accounts: Accounts,
  given: {
    readonly need: Need;
    readonly door: string;
    readonly around: readonly Binding[];
    readonly projectId: string;
    readonly datasetId: string;
  },
  report: Report,
): Promise<Finding | undefined> {
  const { projectId, datasetId } = given;
  const sql = `GRANT \`roles/bigquery.dataEditor\` ON SCHEMA \`${projectId}.${datasetId}\``;
  const finding = await roleFinding(api, accounts, { ...given, service: 'bigquery', command: sql }, report);
  if (finding === undefined || finding.outcome !== 'wrong') return finding;
  const [, member = ''] = /--member=(\S+)/.exec(finding.mend) ?? [];
  return { ...finding, mend: `bq query --use_legacy_sql=false '${sql} TO "${member}"'` };
}

async function datasetFinding(
  api: Api,
  { projectId, datasetId }: { readonly projectId: string; readonly datasetId: string },
  region: string,
  because: string,
): Promise<Finding | undefined> {
  const report = reportOf(`dataset ${datasetId}`, because);
  const answer = await api.ask('bigquery', `/bigquery/v2/projects/${projectId}/datasets/${datasetId}`);
  if (answer === undefined || answer.status === 200) return undefined;
  if (answer.status !== 404) return report.unknown(errorIn(answer));
  return report.wrong('it is not there', `bq --location=${region} mk --dataset ${projectId}:${datasetId}`);
}

export async function checkTable(
  api: Api,
  accounts: Accounts,
  need: Need,
  { door, region }: { readonly door: string; readonly region: string },
): Promise<readonly Finding[]> {
  const { projectId, datasetId, tableId } = parseTableName(need.name);
  const report = reportOf(`table ${datasetId}.${tableId}`, need.because);
  const missing = await datasetFinding(api, { projectId, datasetId }, region, need.because);
  if (missing !== undefined) return [missing];
  const path = `/bigquery/v2/projects/${projectId}/datasets/${datasetId}/tables/${tableId}`;
  const answer = await api.ask('bigquery', path);
  if (answer === undefined) return [];
  const sql = `\`${projectId}.${datasetId}.${tableId}\``;
  if (answer.status === 404) return [report.wrong('it is not there', makeTable(sql, need))];
  if (answer.status !== 200) return [report.unknown(errorIn(answer))];
  const findings = [
    ...shape(answer.body as Table, need, sql, report),
    await roleFinding(
      api,
      accounts,
      {
        need,
        door,
        service: 'bigquery',
        path: `${path}:getIamPolicy`,
        method: 'POST',
        command: `bq add-iam-policy-binding --table=true ${projectId}:${datasetId}.${tableId}`,
        around: await datasetGrants(api, projectId, datasetId),
      },
      report,
    ),
  ].filter((finding) => finding !== undefined);
  return findings.length > 0 ? findings : [report.ok()];
}

function shape({ schema, tableConstraints }: Table, need: Need, sql: string, report: Report): readonly Finding[] {
  const have = (schema?.fields ?? []).map(({ name }) => name.toLowerCase());
  const lacking = (need.columns ?? []).filter((column) => !have.includes(column.toLowerCase()));
  const added = lacking.map((column) => `ADD COLUMN ${column} STRING`).join(', ');
  return [
    ...(have.length === 0
      ? [report.wrong('it has no columns', `penstock query 'ALTER TABLE ${sql} ADD COLUMN payload STRING'`)]
      : []),
    ...(have.length > 0 && lacking.length > 0
      ? [report.wrong(`it has no column ${lacking.join(', ')}`, `penstock query 'ALTER TABLE ${sql} ${added}'`)]
      : []),
    ...(need.keyed && (tableConstraints?.primaryKey?.columns ?? []).length === 0
      ? [
          report.wrong(
            'it has no primary key, by which CDC changes rows',
            `penstock query 'ALTER TABLE ${sql} ADD PRIMARY KEY (${need.columns?.[0] ?? 'KEY'}) NOT ENFORCED'`,
          ),
        ]
      : []),
  ];
}

/** Types are text unless a person knows better; a row of a flat issue is text throughout. */
function makeTable(sql: string, { columns = ISSUE_COLUMNS, keyed }: Need): string {
  const parts = columns.map((column) => `${column} STRING`);
  const key = keyed ? [`PRIMARY KEY (${columns[0]}) NOT ENFORCED`] : [];
  return `penstock query 'CREATE TABLE ${sql} (${[...parts, ...key].join(', ')})'`;
}
