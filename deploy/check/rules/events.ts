/** Triggers and schedules: mistakes that Google answers only when the first event or tick is due. */

import { Cron } from 'croner';
import { blockOf, blocksOf, textOf } from '../resources.ts';
import { type Rule, ruleFor } from '../rule.ts';

const TRIGGER = 'google_eventarc_trigger';
const JOB = 'google_cloud_scheduler_job';

const triggerType = ruleFor(
  TRIGGER,
  'trigger-names-a-type',
  'Eventarc refuses a trigger without a criterion for the type.',
  (values) => (typeOf(values) === undefined ? ['no matching_criteria with the attribute "type"'] : []),
);

const contentType = ruleFor(
  TRIGGER,
  'trigger-content-type',
  'Firestore events exist as protobuf only; every other event of the suite is JSON.',
  (values) => {
    const wanted = textOf(typeOf(values)).startsWith('google.cloud.firestore.')
      ? 'application/protobuf'
      : 'application/json';
    const given = values.event_data_content_type;
    return given === wanted ? [] : [`event_data_content_type is "${given ?? ''}": these events need "${wanted}"`];
  },
);

function typeOf(values: Parameters<typeof blocksOf>[0]): unknown {
  return blocksOf(values, 'matching_criteria').find(({ attribute }) => attribute === 'type')?.value;
}

const retries = ruleFor(JOB, 'scheduler-retries', 'Cloud Scheduler retries at most five times.', (values) => {
  const count = Number(blockOf(values, 'retry_config')?.retry_count ?? 0);
  return count >= 0 && count <= 5 ? [] : [`retry_count is ${count}: Cloud Scheduler takes 0 to 5`];
});

const schedule = ruleFor(JOB, 'scheduler-cron', 'A schedule that cannot be read never runs.', ({ schedule: text }) => {
  if (textOf(text).trim().split(/\s+/).length !== 5) return [`"${text}" is not five fields of cron`];
  try {
    new Cron(textOf(text), { paused: true, mode: '5-part' });
    return [];
  } catch (error) {
    return [`"${text}" is not a schedule: ${(error as Error).message}`];
  }
});

const deadline = ruleFor(
  JOB,
  'scheduler-deadline',
  'The job must wait as long as the function may take, or a run that succeeds counts as failed.',
  (values, _resource, all) => {
    const target = textOf(blockOf(values, 'http_target')?.uri);
    const seconds = secondsOf(values.attempt_deadline) ?? 180;
    const service = all.find(
      ({ type, values: other }) => type === 'google_cloud_run_v2_service' && target.startsWith(`${other.uri}/`),
    );
    const timeout = secondsOf(blockOf(service?.values, 'template')?.timeout);
    if (timeout === undefined || seconds >= timeout) return [];
    return [`attempt_deadline is ${seconds} s and the function may take ${timeout} s`];
  },
);

function secondsOf(text: unknown): number | undefined {
  const found = /^(\d+)(?:\.\d+)?s$/.exec(textOf(text));
  return found === null ? undefined : Number(found[1]);
}

export const EVENT_RULES: readonly Rule[] = [triggerType, contentType, retries, schedule, deadline];
