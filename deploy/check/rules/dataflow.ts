/** Jobs on Dataflow, from a staged template or a Flex template: an apply must not lose what a running job has taken. */

import { type Resource, textOf } from '../resources.ts';
import type { Rule } from '../rule.ts';

const JOBS: ReadonlySet<string> = new Set(['google_dataflow_job', 'google_dataflow_flex_template_job']);
const AT_LEAST_ONCE = 'streaming_mode_at_least_once';

const drains = jobRule(
  'dataflow-drains',
  'A job that is deleted or replaced finishes what it has taken.',
  ({ values }) =>
    values.on_delete === 'drain' ? [] : ['on_delete is not "drain": a cancelled job loses what only its state has'],
);

const ownAccount = jobRule(
  'dataflow-own-account',
  'The workers of a job run as an account of their own.',
  ({ values }) =>
    textOf(values.service_account_email) === ''
      ? ["service_account_email is not set: the workers would run as the project's default account"]
      : [],
);

const oneMode = jobRule(
  'dataflow-one-mode',
  "Rows that are written once by offsets do not go with Dataflow's at-least-once mode.",
  ({ values }) => {
    const experiments = Array.isArray(values.additional_experiments) ? values.additional_experiments : [];
    const { exactlyOnce } = (values.parameters ?? {}) as Readonly<Record<string, string>>;
    return experiments.includes(AT_LEAST_ONCE) && exactlyOnce === 'true'
      ? [`the option exactlyOnce and the experiment ${AT_LEAST_ONCE} contradict each other: leave one out`]
      : [];
  },
);

function jobRule(name: string, about: string, check: (job: Resource) => readonly string[]): Rule {
  return { name, about, check: (resource) => (JOBS.has(resource.type) ? check(resource) : []) };
}

export const DATAFLOW_RULES: readonly Rule[] = [drains, ownAccount, oneMode];
