import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalCloud, startLocalCloud } from '../../../../local/index.ts';
import { penstock } from '../../../support/penstock.ts';

const SOURCE = `name: orders
table: { name: shop.orders }
secrets: { key: projects/demo-penstock/secrets/api/versions/1 }
request: { url: "https://api.example.com/orders" }
paging: { kind: none }
rows: { at: items }
window: { kind: snapshot, length: 1h, start: "2026-01-01T00:00:00Z" }
`;
const SINK = `subscriptions: [sink-sub]
errorOutput: { topic: errors, bucket: errors-bucket }
routes:
  - name: mirror
    match: { a: { present: true } }
    table: mirror.issues
    mode: CDC
    sequence: ["$.at"]
    format: mapping
    columns: { id: "$.id", title: "$.title" }
  - { name: plain, table: issues_ds.issues_stream }
  - { name: many, table: "logs.\${day}" }
`;
const PROJECT = 'demo-penstock';
const DEAD_LETTER = { deadLetterTopic: `projects/${PROJECT}/topics/dead`, maxDeliveryAttempts: 5 };
const HEALTHY = {
  topic: `projects/${PROJECT}/topics/issues-topic`,
  expirationPolicy: {},
  deadLetterPolicy: DEAD_LETTER,
};
const SUB = `subscriptions/sink-sub`;

/** A defect, the words that say it, and the command that mends it. */
interface Defect {
  readonly title: string;
  readonly seed: () => Promise<unknown>;
  readonly what: string;
  readonly problem: RegExp;
  readonly mend: RegExp;
}

describe('penstock doctor', () => {
  let cloud: LocalCloud;
  let folder: string;
  let env: Record<string, string>;

  const send = async (
    service: 'pubsub' | 'bigquery' | 'storage' | 'secrets',
    method: string,
    path: string,
    body?: object,
  ): Promise<void> => {
    const response = await fetch(`http://${cloud.addresses[service]}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.text()}`);
  };
  const pubsub = (method: string, path: string, body?: object) =>
    send('pubsub', method, `/v1/projects/${PROJECT}/${path}`, body);
  const bigquery = (method: string, path: string, body?: object) =>
    send('bigquery', method, `/bigquery/v2/projects/${PROJECT}/${path}`, body);
  const secrets = (method: string, path: string, body?: object) =>
    send('secrets', method, `/v1/projects/${PROJECT}/secrets${path}`, body);
  const subscription = async (more: object): Promise<void> => {
    await pubsub('DELETE', SUB);
    await pubsub('PUT', SUB, { ...HEALTHY, ...more });
  };
  const table = (dataset: string, id: string, columns: readonly string[], more: object = {}) =>
    bigquery('POST', `datasets/${dataset}/tables`, {
      tableReference: { projectId: PROJECT, datasetId: dataset, tableId: id },
      schema: { fields: columns.map((name) => ({ name, type: 'STRING' })) },
      ...more,
    });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'penstock-doctor-'));
    mkdirSync(join(folder, 'sources'));
    writeFileSync(join(folder, 'sources', 'orders.yaml'), SOURCE);
    writeFileSync(join(folder, 'config.yaml'), SINK);
    cloud = await startLocalCloud({
      resources: {
        buckets: ['errors-bucket', 'spool', 'ledgers'],
        topics: ['issues-topic', 'errors', 'dead'],
        datasets: ['issues_ds', 'mirror', 'shop', 'tracking'],
        subscriptions: [
          { name: 'errors-sub', topic: 'errors' },
          { name: 'dead-sub', topic: 'dead' },
        ],
      },
    });
    await pubsub('PUT', SUB, HEALTHY);
    await table('issues_ds', 'issues_stream', ['issue_id']);
    await table('mirror', 'issues', ['id', 'title'], { tableConstraints: { primaryKey: { columns: ['id'] } } });
    await table('shop', 'orders', ['id']);
    await secrets('POST', '?secretId=api', { replication: { automatic: {} } });
    await secrets('POST', '/api:addVersion', { payload: { data: 'c2VjcmV0LXZhbHVl' } });
    env = {
      ...cloud.env,
      GOOGLE_CLOUD_PROJECT: PROJECT,
      SINK_CONFIG: join(folder, 'config.yaml'),
      PULLER_BUCKET: 'spool',
      PULLER_SOURCES: join(folder, 'sources'),
      LEDGER_BUCKET: 'ledgers',
      TRACKING_DATASET: 'tracking',
      INTAKE_LEDGER_BUCKET: 'ledgers',
      FIRESTORE_ERRORS_TOPIC: 'errors',
      FIRESTORE_ERRORS_BUCKET: 'errors-bucket',
    };
  });
  afterEach(async () => {
    await cloud.close();
    rmSync(folder, { recursive: true });
  });

  const doctor = (...flags: readonly string[]) => penstock(['doctor', ...flags], { env });
  const findings = async (...flags: readonly string[]): Promise<readonly Record<string, string>[]> => {
    const { out } = await doctor('--json', ...flags);
    return out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  };

  it('finds nothing wrong where everything is there, and shows no value of a secret', async () => {
    const { code, out, error } = await doctor('--all');
    assert.deepEqual([code, error], [0, '']);
    for (const what of [
      'topic issues-topic',
      SUB.replace('s/', ' '),
      'bucket ledgers',
      'table mirror.issues',
      'secret api',
    ])
      assert.match(out, new RegExp(`^ok +${what}`, 'm'));
    assert.match(out, /\d+ checked: \d+ ok, 0 wrong, 0 unknown/);
    assert.doesNotMatch(out, /secret-value|c2VjcmV0/);
  });

  const defects: readonly Defect[] = [
    {
      title: 'a missing topic',
      seed: () => pubsub('DELETE', 'topics/issues-topic'),
      what: 'topic issues-topic',
      problem: /not there/,
      mend: /^gcloud pubsub topics create issues-topic --project=demo-penstock$/,
    },
    {
      title: 'a topic that nothing reads',
      seed: () => pubsub('DELETE', 'subscriptions/errors-sub'),
      what: 'topic errors',
      problem: /messages are lost/,
      mend: /subscriptions create errors-sub --topic=errors --expiration-period=never/,
    },
    {
      title: 'a missing subscription',
      seed: () => pubsub('DELETE', SUB),
      what: 'subscription sink-sub',
      problem: /not there/,
      mend: /subscriptions create sink-sub/,
    },
    {
      title: 'a subscription that lost its topic',
      seed: () => pubsub('DELETE', 'topics/issues-topic'),
      what: 'subscription sink-sub',
      problem: /lost its topic/,
      mend: /subscriptions delete sink-sub .*&& .*create sink-sub/,
    },
    {
      title: 'a subscription that expires',
      seed: () => subscription({ expirationPolicy: { ttl: '2678400s' } }),
      what: 'subscription sink-sub',
      problem: /deleted after/,
      mend: /update sink-sub .*--expiration-period=never/,
    },
    {
      title: 'a subscription without a dead letter',
      seed: () => subscription({ deadLetterPolicy: undefined }),
      what: 'subscription sink-sub',
      problem: /no dead letter/,
      mend: /topics create sink-sub-dead .*--dead-letter-topic=sink-sub-dead/,
    },
    {
      title: 'a dead letter topic that is gone',
      seed: () => pubsub('DELETE', 'topics/dead'),
      what: 'subscription sink-sub',
      problem: /dead letter topic dead is not there/,
      mend: /topics create dead/,
    },
    {
      title: 'dead letters that nothing reads',
      seed: () => pubsub('DELETE', 'subscriptions/dead-sub'),
      what: 'topic dead',
      problem: /messages are lost/,
      mend: /subscriptions create dead-sub --topic=dead/,
    },
    {
      title: 'a missing bucket',
      seed: () => send('storage', 'DELETE', '/storage/v1/b/spool'),
      what: 'bucket spool',
      problem: /not there/,
      mend: /^gcloud storage buckets create gs:\/\/spool --location=us-central1 .*--public-access-prevention/,
    },
    {
      title: 'a public bucket',
      seed: () =>
        send('storage', 'PUT', '/storage/v1/b/spool/iam', {
          bindings: [{ role: 'roles/storage.objectViewer', members: ['allUsers'] }],
        }),
      what: 'bucket spool',
      problem: /everybody can read it/,
      mend: /buckets update gs:\/\/spool --public-access-prevention/,
    },
    {
      title: 'a missing dataset',
      seed: () => bigquery('DELETE', 'datasets/tracking'),
      what: 'dataset tracking',
      problem: /not there/,
      mend: /^bq --location=us-central1 mk --dataset demo-penstock:tracking$/,
    },
    {
      title: 'a missing table',
      seed: () => bigquery('DELETE', 'datasets/issues_ds/tables/issues_stream'),
      what: 'table issues_ds.issues_stream',
      problem: /not there/,
      mend: /^penstock query 'CREATE TABLE `demo-penstock\.issues_ds\.issues_stream` \(issue_id STRING/,
    },
    {
      title: 'a table without a column that a route maps',
      seed: async () => {
        await bigquery('DELETE', 'datasets/mirror/tables/issues');
        await table('mirror', 'issues', ['id'], { tableConstraints: { primaryKey: { columns: ['id'] } } });
      },
      what: 'table mirror.issues',
      problem: /no column title/,
      mend: /ALTER TABLE `demo-penstock\.mirror\.issues` ADD COLUMN title STRING'$/,
    },
    {
      title: 'a mirror without a primary key',
      seed: async () => {
        await bigquery('DELETE', 'datasets/mirror/tables/issues');
        await table('mirror', 'issues', ['id', 'title']);
      },
      what: 'table mirror.issues',
      problem: /no primary key/,
      mend: /ADD PRIMARY KEY \(id\) NOT ENFORCED'$/,
    },
    {
      title: 'a missing secret',
      seed: () => secrets('DELETE', '/api'),
      what: 'secret api, version 1',
      problem: /no such secret/,
      mend: /^gcloud secrets create api --project=demo-penstock --data-file=FILE$/,
    },
    {
      title: 'a missing version of a secret',
      seed: () =>
        Promise.resolve(
          writeFileSync(join(folder, 'sources', 'orders.yaml'), SOURCE.replace('versions/1', 'versions/7')),
        ),
      what: 'secret api, version 7',
      problem: /no such version/,
      mend: /^gcloud secrets versions add api/,
    },
    {
      title: 'a destroyed version of a secret',
      seed: () => secrets('POST', '/api/versions/1:destroy', {}),
      what: 'secret api, version 1',
      problem: /destroyed/,
      mend: /^gcloud secrets versions add api/,
    },
    {
      title: 'a config file that is wrong',
      seed: () => Promise.resolve(writeFileSync(join(folder, 'config.yaml'), SINK.replace('CDC', 'CCD'))),
      what: 'configuration of the sink',
      problem: /did you mean CDC/,
      mend: /^penstock config check --door sink$/,
    },
  ];
  for (const { title, seed, what, problem, mend } of defects) {
    it(`names ${title}, with the command that mends it`, async () => {
      await seed();
      const all = await findings();
      const found = all.find((finding) => finding.what === what && problem.test(finding.problem ?? ''));
      assert.ok(found, JSON.stringify(all));
      assert.equal(found.outcome, 'wrong');
      assert.match(found.mend ?? '', mend);
      assert.equal((await doctor()).code, 3);
    });
  }

  it('mends a table by the command that it gives', async () => {
    await bigquery('DELETE', 'datasets/issues_ds/tables/issues_stream');
    const [found] = await findings();
    const [, statement = ''] = /^penstock query '(.*)'$/.exec(found?.mend ?? '') ?? [];
    assert.equal((await penstock(['query', statement], { env })).code, 0);
    assert.deepEqual(await findings(), []);
  });

  describe('about roles', () => {
    const member = `serviceAccount:suite-intake@${PROJECT}.iam.gserviceaccount.com`;
    it('names an account that may not, with the least role, and is content when it may', async () => {
      const flags = ['--doors', 'intake', '--accounts', 'suite'];
      const [topic, bucket] = await findings(...flags);
      assert.match(topic?.problem ?? '', /suite-intake@.* may not publish it/);
      const given = `gcloud pubsub topics add-iam-policy-binding issues-topic --project=${PROJECT} --member=${member} --role=roles/pubsub.publisher`;
      assert.equal(topic?.mend, given);
      assert.match(bucket?.mend ?? '', /gs:\/\/ledgers --member=.* --role=roles\/storage\.objectUser$/);
      const bindings = [{ role: 'roles/pubsub.publisher', members: [member] }];
      await pubsub('POST', 'topics/issues-topic:setIamPolicy', { policy: { bindings } });
      const storage = [{ role: 'roles/storage.objectAdmin', members: [member] }];
      await send('storage', 'PUT', '/storage/v1/b/ledgers/iam', { bindings: storage });
      assert.deepEqual(await findings(...flags), []);
    });

    it('asks the sink for a role on its tables and its subscription, as a function or as a worker', async () => {
      const mends = (await findings('--doors', 'sink', '--accounts', 'suite')).map(({ mend }) => mend).join('\n');
      assert.match(mends, /subscriptions add-iam-policy-binding sink-sub .*--role=roles\/pubsub\.subscriber/);
      assert.match(mends, /bq add-iam-policy-binding --table=true demo-penstock:mirror\.issues .*suite_table_writer/);
      const worker = member.replace('intake', 'worker');
      const bindings = [{ role: 'roles/pubsub.subscriber', members: [worker] }];
      await pubsub('POST', `${SUB}:setIamPolicy`, { policy: { bindings } });
      const left = (await findings('--doors', 'sink', '--accounts', 'suite')).map(({ what }) => what);
      assert.ok(!left.includes('subscription sink-sub'));
    });

    it('takes a grant on the dataset for its tables, and names the loader that may not write its own', async () => {
      const flags = ['--doors', 'loader', '--accounts', 'suite'];
      const dataset = (await findings(...flags)).find(({ what }) => what === 'dataset tracking');
      const account = `suite-loader@${PROJECT}.iam.gserviceaccount.com`;
      assert.equal(
        dataset?.mend,
        `bq query --use_legacy_sql=false 'GRANT \`roles/bigquery.dataEditor\` ON SCHEMA \`${PROJECT}.tracking\` TO "serviceAccount:${account}"'`,
      );
      await bigquery('PATCH', 'datasets/tracking', { access: [{ role: 'WRITER', userByEmail: account }] });
      assert.ok(!(await findings(...flags)).some(({ what }) => what === 'dataset tracking'));
      const puller = `suite-puller@${PROJECT}.iam.gserviceaccount.com`;
      await bigquery('PATCH', 'datasets/shop', { access: [{ role: 'WRITER', userByEmail: puller }] });
      const left = await findings('--doors', 'puller', '--accounts', 'suite');
      assert.ok(!left.some(({ what }) => what === 'table shop.orders'));
    });

    it('asks the puller for its secrets', async () => {
      const mends = (await findings('--doors', 'puller', '--accounts', 'suite')).map(({ mend }) => mend).join('\n');
      assert.match(mends, /gcloud secrets add-iam-policy-binding api .*--role=roles\/secretmanager\.secretAccessor/);
    });
  });

  it('leaves out a function that is not configured, unless it is asked for', async () => {
    const { PULLER_BUCKET: _, ...rest } = env;
    const left = await penstock(['doctor'], { env: rest });
    assert.equal(left.code, 0);
    assert.match(left.error, /The puller is left out: PULLER_BUCKET is not set/);
    const asked = await penstock(['doctor', '--doors', 'puller'], { env: rest });
    assert.equal(asked.code, 3);
    assert.match(asked.out, /PULLER_BUCKET: missing/);
    assert.match((await doctor('--doors', 'pullr')).error, /There is no function pullr; there are intake/);
  });

  it('says that a service does not answer as a failure that passes', async () => {
    const { code, error } = await penstock(['doctor'], { env: { ...env, PUBSUB_EMULATOR_HOST: '127.0.0.1:1' } });
    assert.equal(code, 4);
    assert.match(error, /UNAVAILABLE: pubsub does not answer/);
  });
});
