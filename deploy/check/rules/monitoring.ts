/** Metrics, alerts and objectives: text that Cloud Monitoring first checks when it is applied. */

import { parser } from '@prometheus-io/lezer-promql';
import { blockOf, blocksOf, textOf } from '../resources.ts';
import { type Rule, ruleFor } from '../rule.ts';

const ALERT = 'google_monitoring_alert_policy';
const COMPARISONS = new Set(['', 'COMPARISON_GT', 'COMPARISON_LT']);

const comparison = ruleFor(ALERT, 'alert-comparison', 'Cloud Monitoring compares by greater or less only.', (values) =>
  conditionsOf(values, 'condition_threshold')
    .map(({ comparison: given }) => textOf(given))
    .filter((given) => !COMPARISONS.has(given))
    .map((given) => `${given} is not taken: use COMPARISON_GT or COMPARISON_LT`),
);

const promql = ruleFor(ALERT, 'alert-promql', 'A query that cannot be parsed never fires.', (values) =>
  conditionsOf(values, 'condition_prometheus_query_language').flatMap(({ query }) => promqlProblems(textOf(query))),
);

/** One sentence for each place that the parser cannot read; empty for a query that it reads whole. */
export function promqlProblems(query: string): readonly string[] {
  const problems: string[] = [];
  parser.parse(query).iterate({
    enter: (node) => {
      if (node.type.isError) problems.push(`the query cannot be read at character ${node.from + 1}: ${query}`);
    },
  });
  return query.trim() === '' ? ['the query is empty'] : problems.slice(0, 1);
}

const duration = ruleFor(ALERT, 'alert-duration', 'A duration is a whole number of minutes.', (values) =>
  ['condition_threshold', 'condition_prometheus_query_language', 'condition_absent']
    .flatMap((kind) => conditionsOf(values, kind))
    .map(({ duration: given }) => textOf(given))
    .filter((given) => given !== '' && !(/^\d+s$/.test(given) && Number.parseInt(given, 10) % 60 === 0))
    .map((given) => `duration is ${given}: give a multiple of 60s`),
);

const runbook = ruleFor(ALERT, 'alert-has-runbook', 'An alert leads to its runbook.', (values) => {
  const links = blocksOf(blockOf(values, 'documentation'), 'links');
  const wanted = `/${values.display_name}.md`;
  return links.some(({ url }) => textOf(url).endsWith(wanted)) ? [] : [`no link to the runbook ${wanted.slice(1)}`];
});

const channels = ruleFor(ALERT, 'alert-tells-somebody', 'An alert without a channel is seen by nobody.', (values) =>
  ((values.notification_channels ?? []) as readonly unknown[]).length > 0 ? [] : ['no notification channel'],
);

function conditionsOf(values: Parameters<typeof blocksOf>[0], kind: string) {
  return blocksOf(values, 'conditions').flatMap((condition) => blocksOf(condition, kind));
}

const extractors = ruleFor(
  'google_logging_metric',
  'metric-label-extractor',
  'A label of a log-based metric needs an extractor, and an extractor its label.',
  (values) => {
    const declared = blocksOf(blockOf(values, 'metric_descriptor'), 'labels').map(({ key }) => textOf(key));
    const extracted = Object.keys((values.label_extractors ?? {}) as object);
    return [
      ...declared.filter((key) => !extracted.includes(key)).map((key) => `the label ${key} has no extractor`),
      ...extracted.filter((key) => !declared.includes(key)).map((key) => `the extractor of ${key} has no label`),
    ];
  },
);

const goal = ruleFor('google_monitoring_slo', 'slo-goal', 'A goal is a share below one.', ({ goal: given }) =>
  Number(given) > 0 && Number(given) <= 0.9999 ? [] : [`goal is ${given}: give a share up to 0.9999`],
);

const ratioOfNumbers = ruleFor(
  'google_monitoring_slo',
  'slo-ratio-of-numbers',
  'A ratio of an objective counts whole numbers: Cloud Monitoring refuses a metric whose values are distributions.',
  (values, _resource, all) => {
    const ratio = blockOf(blockOf(values, 'request_based_sli'), 'good_total_ratio');
    const filters = Object.values(ratio ?? {}).map(textOf);
    const named = filters.flatMap((filter) => /logging\.googleapis\.com\/user\/([\w/-]+)/.exec(filter)?.[1] ?? []);
    const distributions = all
      .filter(({ type, values: other }) => type === 'google_logging_metric' && isDistribution(other))
      .map(({ values: other }) => textOf(other.name));
    return [...new Set(named)]
      .filter((name) => distributions.includes(name))
      .map((name) => `${name} is a distribution: watch its share by PromQL instead`);
  },
);

function isDistribution(values: Parameters<typeof blockOf>[0]): boolean {
  return blockOf(values, 'metric_descriptor')?.value_type === 'DISTRIBUTION';
}

export const MONITORING_RULES: readonly Rule[] = [
  comparison,
  promql,
  duration,
  runbook,
  channels,
  extractors,
  goal,
  ratioOfNumbers,
];
