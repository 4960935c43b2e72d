/** Cloud Run: units, splits and limits that only the deployment would refuse. */

import { blockOf, blocksOf, textOf } from '../resources.ts';
import { type Rule, ruleFor } from '../rule.ts';

const SERVICE = 'google_cloud_run_v2_service';
const POOL = 'google_cloud_run_v2_worker_pool';

const traffic = ruleFor(SERVICE, 'traffic-sum', 'The shares of the traffic split add up to 100.', (values) =>
  sums(blocksOf(values, 'traffic'), 'traffic'),
);

const splits = ruleFor(POOL, 'instance-split-sum', 'The shares of the instance split add up to 100.', (values) =>
  sums(blocksOf(values, 'instance_splits'), 'instance_splits'),
);

function sums(blocks: readonly Readonly<Record<string, unknown>>[], name: string): readonly string[] {
  const sum = blocks.reduce((total, { percent }) => total + Number(percent ?? 0), 0);
  return blocks.length === 0 || sum === 100 ? [] : [`${name} adds up to ${sum} %, not to 100 %`];
}

const memory: Rule = {
  name: 'memory-unit',
  about: 'Memory has a unit that Cloud Run knows.',
  check: ({ type, values }) => {
    if (type !== SERVICE && type !== POOL) return [];
    const limits = limitsOf(values);
    const text = textOf(limits.memory);
    return /^[1-9]\d*(Mi|Gi|M|G)$/.test(text) ? [] : [`memory is "${text}": write it as 512Mi or 2Gi`];
  },
};

function limitsOf(values: Parameters<typeof blockOf>[0]): Readonly<Record<string, unknown>> {
  const container = blockOf(blockOf(values, 'template'), 'containers');
  return (blockOf(container, 'resources')?.limits ?? {}) as Readonly<Record<string, unknown>>;
}

const concurrency = ruleFor(SERVICE, 'concurrency', 'An instance takes 1 to 1000 requests at a time.', (values) => {
  const count = Number(blockOf(values, 'template')?.max_instance_request_concurrency ?? 0);
  if (count === 0) return ['max_instance_request_concurrency is not set'];
  return count <= 1000 ? [] : [`max_instance_request_concurrency is ${count}: Cloud Run takes 1 to 1000`];
});

const labels: Rule = {
  name: 'labels',
  about: 'Everything that is billed carries the labels of the suite and of its part.',
  check: ({ type, values }) => {
    if (!BILLED.has(type)) return [];
    const given = (values.labels ?? {}) as Readonly<Record<string, string>>;
    return ['app', 'component'].filter((key) => !given[key]).map((key) => `the label ${key} is missing`);
  },
};

const BILLED = new Set([
  SERVICE,
  POOL,
  'google_storage_bucket',
  'google_pubsub_topic',
  'google_pubsub_subscription',
  'google_dataflow_job',
  'google_dataflow_flex_template_job',
]);

export const RUN_RULES: readonly Rule[] = [traffic, splits, memory, concurrency, labels];
