/** Scheduled jobs with their next run and their last, and `run now`. */

import type { ScheduledJob } from '../../scheduler/job.ts';
import { ApiProblem, answer, bodyOf, noSuch, type Resource } from './call.ts';
import { readScheduleTime } from './schedule-time.ts';

export interface ScheduleParts {
  readonly jobs: () => readonly ScheduledJob[];
  readonly runJob: (name: string, scheduleTime: Date | undefined) => Promise<boolean>;
}

export function scheduleApi({ jobs, runJob }: ScheduleParts): Resource {
  return async (call) => {
    const [name, verb] = call.segments;
    if (call.method === 'GET' && call.rest === '') return answer(call, { jobs: jobs() });
    if (call.method !== 'POST' || name === undefined || verb !== 'run') throw noSuch(call);
    if (!jobs().some((job) => job.name === name)) throw new ApiProblem(404, `There is no job ${name}.`);
    const { scheduleTime } = await bodyOf(call);
    const time = scheduleTime === undefined || scheduleTime === '' ? undefined : readScheduleTime(String(scheduleTime));
    if (time === null) throw new ApiProblem(400, 'scheduleTime is not a time like 2026-01-02T03:10:00Z.');
    return answer(call, { succeeded: await runJob(name, time) });
  };
}
