import assert from 'node:assert/strict';
import { mountFiles } from '../../../deploy/check/mount.ts';
import { unmetNeeds } from '../../../deploy/check/needs.ts';
import type { Resource } from '../../../deploy/check/resources.ts';
import type { Need } from '../../../shared/config/door-configuration.ts';

const ACCOUNT = 'door@p.iam.gserviceaccount.com';
const WRITER = 'projects/p/roles/writer';

function resource(type: string, values: Readonly<Record<string, unknown>>): Resource {
  return { address: `${type}.x`, type, values };
}

function grant(on: string, values: Readonly<Record<string, unknown>>): Resource {
  return resource(`${on}_iam_member`, { member: `serviceAccount:${ACCOUNT}`, ...values });
}

const GRANTED: readonly Resource[] = [
  resource('google_project_iam_custom_role', { name: WRITER, permissions: ['bigquery.tables.updateData'] }),
  grant('google_pubsub_topic', { topic: 'projects/p/topics/issues', role: 'roles/pubsub.publisher' }),
  grant('google_pubsub_subscription', { subscription: 'pull', role: 'roles/pubsub.subscriber' }),
  grant('google_storage_bucket', { bucket: 'errors', role: 'roles/storage.objectCreator' }),
  grant('google_storage_bucket', { bucket: 'state', role: 'roles/storage.objectUser' }),
  grant('google_secret_manager_secret', { secret_id: 'key', role: 'roles/secretmanager.secretAccessor' }),
  grant('google_bigquery_table', { dataset_id: 'd', table_id: 't', role: WRITER }),
  grant('google_bigquery_dataset', { dataset_id: 'whole', role: 'roles/bigquery.dataEditor' }),
  resource('google_pubsub_subscription', { name: 'push' }),
];

function need(kind: Need['kind'], name: string, use: Need['use'], more: Partial<Need> = {}): Need {
  return { kind, name, use, because: 'a setting', ...more };
}

function unmet(one: Need, all: readonly Resource[] = GRANTED, pushed = false): readonly string[] {
  return unmetNeeds({ account: ACCOUNT, pushed, needs: [one] }, all);
}

describe('the needs of a function beside the grants of its tree', () => {
  const met: readonly Need[] = [
    need('topic', 'issues', 'publish'),
    need('subscription', 'projects/p/subscriptions/pull', 'pull'),
    need('bucket', 'errors', 'create'),
    need('bucket', 'state', 'create'),
    need('bucket', 'state', 'change'),
    need('secret', 'projects/p/secrets/key/versions/latest', 'read'),
    need('table', 'p.d.t', 'write'),
    need('table', 'p.whole.any', 'write'),
    need('dataset', 'p.whole', 'write'),
  ];
  for (const one of met) {
    it(`are met where the account may ${one.use} the ${one.kind} ${one.name}`, () => assert.deepEqual(unmet(one), []));
    it(`are not met where another account may ${one.use} the ${one.kind} ${one.name}`, () => {
      const others = GRANTED.map((grant) => ({
        ...grant,
        values: { ...grant.values, member: 'serviceAccount:other' },
      }));
      const [problem] = unmet(one, others);
      assert.equal(
        problem,
        `a setting names the ${one.kind} ${one.name}, and ${ACCOUNT} may not ${one.use} it: grant it`,
      );
    });
  }

  const wrong: readonly Need[] = [
    need('topic', 'errors', 'publish'),
    need('bucket', 'errors', 'change'),
    need('secret', 'projects/p/secrets/other/versions/1', 'read'),
    need('table', 'p.d.other', 'write'),
    need('dataset', 'p.d', 'write'),
  ];
  for (const one of wrong)
    it(`are not met by grants on others: ${one.use} the ${one.kind} ${one.name}`, () =>
      assert.equal(unmet(one).length, 1));

  it('ask of a function that is pushed to that its subscription is there', () => {
    assert.deepEqual(unmet(need('subscription', 'push', 'pull'), GRANTED, true), []);
    assert.match(unmet(need('subscription', 'gone', 'pull'), GRANTED, true).join(), /gone: it is not there/);
    assert.equal(unmet(need('subscription', 'push', 'pull')).length, 1);
  });

  it('ask for a schedule where a function works by one', () => {
    const one = need('schedule', 'puller', 'call');
    assert.match(unmet(one).join(), /there is no schedule/);
    assert.deepEqual(unmet(one, [resource('google_cloud_scheduler_job', {})]), []);
  });

  it('ask a table of the tree for its columns and for its key', () => {
    const table = (values: object) => [
      ...GRANTED,
      resource('google_bigquery_table', { dataset_id: 'd', table_id: 't', ...values }),
    ];
    const one = need('table', 'p.d.t', 'write', { columns: ['Id', 'name'], keyed: true });
    const schema = '[{"name":"id","type":"INT64"}]';
    assert.deepEqual(unmet(one, table({ schema })), [
      'a setting names the table p.d.t, which has no column name',
      'a setting names the table p.d.t, which has no primary key: changes are found by it',
    ]);
    const whole = '[{"name":"id","type":"INT64"},{"name":"NAME","type":"STRING"}]';
    assert.deepEqual(
      unmet(one, table({ schema: whole, table_constraints: [{ primary_key: [{ columns: ['id'] }] }] })),
      [],
    );
  });
});

describe('files of a plan in the place of their volume', () => {
  it('are found by the paths of the environment, and named by them', () => {
    const content = 'name: orders';
    const mount = mountFiles([
      resource('google_storage_bucket_object', { name: 'puller-1/orders.yaml', content }),
      resource('google_storage_bucket_object', { name: 'bundle.zip', content: null }),
    ]);
    const { SOURCES = '', OTHER } = mount.env({ SOURCES: '/config/puller-1', OTHER: '/configuration' });
    assert.notEqual(SOURCES, '/config/puller-1');
    assert.equal(OTHER, '/configuration');
    assert.equal(mount.shown(`${SOURCES}/orders.yaml: wrong`), '/config/puller-1/orders.yaml: wrong');
    mount.close();
  });
});
