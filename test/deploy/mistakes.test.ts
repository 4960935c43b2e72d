import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTerraform } from '../../deploy/check/terraform.ts';
import { checkTree } from '../../deploy/check/tree.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const MODULES = 'terraform/modules';

interface Mistake {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The rule, or the words, that name the mistake. */
  readonly found: RegExp;
}

const MISTAKES: readonly Mistake[] = [
  {
    what: 'a function without its role on the topic',
    file: `${MODULES}/intake/main.tf`,
    from: 'resource "google_pubsub_topic_iam_member" "publisher" {',
    to: 'resource "google_pubsub_topic_iam_member" "publisher" {\n  count = 0\n',
    found: /listed and not granted: .*roles\/pubsub\.publisher {2}pubsub_topic penstock-issues/,
  },
  {
    what: 'a role that nobody listed',
    file: `${MODULES}/puller/main.tf`,
    from: 'role   = "roles/storage.objectUser"',
    to: 'role   = "roles/storage.admin"',
    found: /not listed: .*roles\/storage\.admin/,
  },
  {
    what: 'Firestore events that are asked for as JSON',
    file: `${MODULES}/firestore/main.tf`,
    from: 'content_type = "application/protobuf"',
    to: 'content_type = "application/json"',
    found: /trigger-content-type/,
  },
  {
    what: 'a subscription that expires',
    file: `${MODULES}/subscription/main.tf`,
    from: 'ttl = ""\n  }\n\n  retry_policy',
    to: 'ttl = "2678400s"\n  }\n\n  retry_policy',
    found: /subscription-never-expires/,
  },
  {
    what: 'a public bucket',
    file: 'terraform/penstock/buckets.tf',
    from: 'public_access_prevention    = "enforced"',
    to: 'public_access_prevention    = "inherited"',
    found: /private-bucket/,
  },
  {
    what: 'a bucket that deletes its ledgers by age',
    file: 'terraform/penstock/buckets.tf',
    from: '"puller/spool/"  = 30',
    to: '""  = 30',
    found: /state-stays/,
  },
  {
    what: 'a misspelt variable of a function',
    file: `${MODULES}/firestore/main.tf`,
    from: 'FIRESTORE_ERRORS_TOPIC =',
    to: 'FIRESTORE_ERROR_TOPIC =',
    found: /FIRESTORE_ERROR_TOPIC is not a variable that firestore reads/,
  },
  {
    what: 'a value that a function refuses',
    file: `${MODULES}/loader/main.tf`,
    from: 'FUNCTION_TIMEOUT_SEC = tostring(var.timeout_seconds)',
    to: 'FUNCTION_TIMEOUT_SEC = "soon"',
    found: /FUNCTION_TIMEOUT_SEC: found/,
  },
  {
    what: 'a service that everybody may call',
    file: `${MODULES}/puller/main.tf`,
    from: 'invokers         = { schedule = google_service_account.schedule.member }',
    to: 'invokers         = { schedule = "allUsers" }',
    found: /no-public-access/,
  },
  {
    what: 'more retries than Cloud Scheduler takes',
    file: `${MODULES}/puller/main.tf`,
    from: 'retry_count          = 3',
    to: 'retry_count          = 9',
    found: /scheduler-retries/,
  },
  {
    what: 'a schedule that cannot be read',
    file: `${MODULES}/loader/variables.tf`,
    from: '"*/5 * * * *"',
    to: '"every 5 minutes"',
    found: /scheduler-cron/,
  },
  {
    what: 'memory in a unit that does not exist',
    file: `${MODULES}/worker/variables.tf`,
    from: 'default     = "1Gi"',
    to: 'default     = "1 GB"',
    found: /memory-unit/,
  },
  {
    what: 'a query that cannot be parsed',
    file: 'alerts/intake.json',
    from: '> 0.5"',
    to: '> > 0.5"',
    found: /alert-promql/,
  },
  {
    what: 'a metric whose label has no extractor',
    file: `${MODULES}/metric/main.tf`,
    from: '{ for label in var.metric_labels : label =>',
    to: '{ for label in slice(var.metric_labels, 0, 0) : label =>',
    found: /metric-label-extractor/,
  },
  {
    what: 'a subscription without a dead letter',
    file: `${MODULES}/subscription/main.tf`,
    from: '  dead_letter_policy {\n    dead_letter_topic     = google_pubsub_topic.dead.id\n    max_delivery_attempts = var.max_delivery_attempts\n  }\n',
    to: '',
    found: /subscription-has-dead-letter/,
  },
  {
    what: 'an alert without its runbook',
    file: `${MODULES}/alert/main.tf`,
    from: '.md"\n}',
    to: '"\n}',
    found: /alert-has-runbook/,
  },
  {
    what: 'a misspelt argument',
    file: `${MODULES}/topic/main.tf`,
    from: 'message_retention_duration = var.retention',
    to: 'message_retention_durations = var.retention',
    found: /Unsupported argument/,
  },
  {
    what: 'a bundle that is named for the wrong function',
    file: `${MODULES}/loader/main.tf`,
    from: 'function_target  = "loader"',
    to: 'function_target  = "loaded"',
    found: /no function is called "loaded"/,
  },
];

describe('mistakes in the Terraform tree that must be found before anything is deployed', function () {
  this.timeout(120_000);
  const terraform = findTerraform();
  let copy: string;

  before(function () {
    if (terraform === undefined) this.skip();
  });
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'penstock-mistake-'));
    cpSync(join(ROOT, 'deploy'), copy, { recursive: true });
  });
  afterEach(() => rmSync(copy, { recursive: true, force: true }));

  async function problems(): Promise<string> {
    const example = 'everything';
    const listed = readFileSync(join(ROOT, 'deploy/terraform/examples/everything/grants.txt'), 'utf8');
    const { findings } = await checkTree({
      terraform: terraform as string,
      tree: copy,
      example,
      release: join(ROOT, 'dist/release'),
      listed: listed.trim().split('\n'),
      quick: true,
    });
    return findings.flatMap(({ problems }) => problems).join('\n');
  }

  for (const { what, file, from, to, found } of MISTAKES) {
    it(`finds ${what}`, async () => {
      const path = join(copy, file);
      const text = readFileSync(path, 'utf8');
      assert.ok(text.includes(from), `${file} has no ${from}`);
      writeFileSync(
        path,
        text.replace(from, () => to),
      );
      assert.match(await problems(), found);
    });
  }
});
