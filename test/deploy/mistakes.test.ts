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
  /** The example whose tree it is in; `everything` if absent. Another one is applied for this mistake alone. */
  readonly example?: string;
  /** The rule, or the words, that name the mistake. */
  readonly found: RegExp;
  /** The mistake ends the check, or hides others: it gets a tree of its own. */
  readonly alone?: true;
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
    what: 'a bucket in another region',
    file: 'terraform/penstock/buckets.tf',
    from: '-config"\n  location                    = var.region',
    to: '-config"\n  location                    = "asia-east1"',
    found: /is in asia-east1, and the functions are in/,
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
    what: 'a comparison that Cloud Monitoring does not know',
    file: 'terraform/penstock/objectives.tf',
    from: 'comparison      = "COMPARISON_GT"',
    to: 'comparison      = "COMPARISON_GE"',
    found: /alert-comparison/,
  },
  {
    what: 'a duration that is not whole minutes',
    file: 'terraform/penstock/objectives.tf',
    from: 'duration        = "0s"',
    to: 'duration        = "90s"',
    found: /alert-duration/,
  },
  {
    what: 'a trigger without a type of event',
    file: `${MODULES}/trigger/main.tf`,
    from: 'attribute = matching_criteria.value.attribute',
    to: 'attribute = replace(matching_criteria.value.attribute, "type", "kind")',
    found: /trigger-names-a-type/,
    // A trigger without a type has no content type that could be wrong.
    alone: true,
  },
  {
    what: 'traffic that does not add up to 100',
    file: `${MODULES}/service/main.tf`,
    from: '[{ revision = null, percent = 100, tag = null }]',
    to: '[{ revision = null, percent = 90, tag = null }]',
    found: /traffic-sum/,
  },
  {
    what: 'more requests at a time than an instance takes',
    file: `${MODULES}/service/main.tf`,
    from: 'max_instance_request_concurrency = var.concurrency',
    to: 'max_instance_request_concurrency = 2000',
    found: /concurrency: .*2000/,
  },
  {
    what: 'an instance split that does not add up to 100',
    file: `${MODULES}/worker/main.tf`,
    from: '[{ revision = null, percent = 100 }]',
    to: '[{ revision = null, percent = 50 }]',
    found: /instance-split-sum/,
  },
  {
    what: 'a worker that writes the rows of the sink once more',
    file: 'terraform/examples/everything/main.tf',
    from: 'table  = "${google_bigquery_dataset.demo.dataset_id}.${google_bigquery_table.issues_pulled.table_id}"',
    to: '',
    // Terraform breaks its lines.
    found: /The\s+sink\s+and\s+the\s+worker\s+take\s+the\s+same/,
    alone: true,
  },
  {
    what: 'an objective that divides distributions',
    file: 'terraform/penstock/objectives.tf',
    from: 'run_requests = "metric.type=\\"run.googleapis.com/request_count\\"',
    to: 'run_requests = "metric.type=\\"logging.googleapis.com/user/penstock/intake/issues\\"',
    found: /slo-ratio-of-numbers/,
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
    alone: true,
  },
  {
    what: 'a bundle that is named for the wrong function',
    file: `${MODULES}/loader/main.tf`,
    from: 'function_target  = "loader"',
    to: 'function_target  = "loaded"',
    found: /no function is called "loaded"/,
    alone: true,
  },
  {
    what: 'a source that reads a secret which the puller may not read',
    file: 'terraform/examples/schedule/main.tf',
    from: '    secret_ids = { token = google_secret_manager_secret.token.secret_id }',
    to: '',
    example: 'schedule',
    found:
      /source orders names the secret projects\/rehearsal-1\/secrets\/shop-token\/versions\/latest, and penstock-puller@\S+ may not read it/,
  },
  {
    what: 'a source file with a key that no source has',
    file: 'terraform/examples/schedule/orders.yaml',
    from: 'paging:',
    to: 'pageing:',
    example: 'schedule',
    found: /\/config\/puller-\w+\/orders\.yaml.*pageing.*did you mean paging\?/,
  },
  {
    what: 'a pool that every repository of GitHub may sign in to',
    file: `${MODULES}/pipeline/main.tf`,
    from: "assertion.repository == '${var.repository}' && ",
    to: '',
    example: 'pipeline',
    found: /one-repository/,
  },
  {
    what: 'a function that gets a role on the whole project',
    file: `${MODULES}/pipeline/accounts.tf`,
    from: '  service_account_id = google_service_account.account[each.key].id\n  role               = "roles/iam.workloadIdentityUser"',
    to: '  service_account_id = google_service_account.account[each.key].id\n  role               = "roles/iam.serviceAccountUser"',
    example: 'pipeline',
    found: /no-project-wide-role: .*roles\/storage\.admin/,
  },
  {
    what: 'an option that the Beam program does not have',
    example: 'dataflow-flex',
    file: 'terraform/examples/dataflow-flex/main.tf',
    from: '  runtime = module.penstock.dataflow\n',
    to: '  runtime = module.penstock.dataflow\n\n  parameters = { shard = "2" }\n',
    found: /The\s+program\s+has\s+no\s+option\s+shard/,
  },
  {
    what: 'a value that an option of the Beam program does not take',
    example: 'dataflow-flex',
    file: 'terraform/examples/dataflow-flex/main.tf',
    from: '  runtime = module.penstock.dataflow\n',
    to: '  runtime = module.penstock.dataflow\n\n  parameters = { commitSeconds = "5s" }\n',
    found: /The\s+value\s+of\s+commitSeconds\s+is\s+not/,
  },
  {
    what: 'rows once by offsets in at-least-once mode',
    example: 'dataflow-flex',
    file: 'terraform/examples/dataflow-flex/main.tf',
    from: '  runtime = module.penstock.dataflow\n',
    to: '  runtime = module.penstock.dataflow\n\n  parameters = { exactlyOnce = "true" }\n',
    found: /With\s+exactlyOnce\s+set\s+at_least_once/,
  },
  {
    what: "a Flex template's job of the provider that has none",
    example: 'dataflow-flex',
    file: `${MODULES}/dataflow-flex/main.tf`,
    from: '  provider = google-beta\n',
    to: '',
    found: /does not support resource type/,
  },
  {
    what: 'a job on Dataflow that loses what it has taken when it is replaced',
    example: 'dataflow-flex',
    file: `${MODULES}/dataflow-flex/main.tf`,
    from: 'on_delete              = "drain"',
    to: 'on_delete              = "cancel"',
    found: /dataflow-drains/,
  },
  {
    what: "a job on Dataflow that runs as the project's default account",
    example: 'dataflow',
    file: `${MODULES}/dataflow/main.tf`,
    from: '  service_account_email   = module.runtime.email\n',
    to: '',
    found: /dataflow-own-account/,
  },
];

describe('mistakes in the Terraform tree that must be found before anything is deployed', function () {
  this.timeout(240_000);
  const terraform = findTerraform();
  const together = MISTAKES.filter(({ alone, example }) => alone !== true && example === undefined);
  let foundTogether: string;

  before(async function () {
    if (terraform === undefined) this.skip();
    foundTogether = await problemsOf(together);
  });

  /** The tree with these mistakes is applied once, because most of the time goes into that. */
  async function problemsOf(mistakes: readonly Mistake[]): Promise<string> {
    const copy = mkdtempSync(join(tmpdir(), 'penstock-mistake-'));
    try {
      cpSync(join(ROOT, 'deploy'), copy, { recursive: true });
      for (const mistake of mistakes) seed(copy, mistake);
      const example = mistakes[0]?.example ?? 'everything';
      const listed = readFileSync(join(ROOT, 'deploy/terraform/examples', example, 'grants.txt'), 'utf8');
      const { findings } = await checkTree({
        terraform: terraform as string,
        tree: copy,
        example,
        release: join(ROOT, 'dist/release'),
        listed: listed.trim().split('\n'),
        quick: true,
      });
      return findings.flatMap(({ problems }) => problems).join('\n');
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  }

  function seed(copy: string, { file, from, to }: Mistake): void {
    const path = join(copy, file);
    const text = readFileSync(path, 'utf8');
    assert.ok(text.includes(from), `${file} has no ${from}`);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
  }

  for (const mistake of MISTAKES) {
    it(`finds ${mistake.what}`, async () => {
      assert.match(together.includes(mistake) ? foundTogether : await problemsOf([mistake]), mistake.found);
    });
  }

  it('finds nothing where nothing is wrong', async () => {
    assert.equal(await problemsOf([]), '');
  });
});
