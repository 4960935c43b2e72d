/** Cloud Scheduler: jobs that send a request or publish a message by cron, of the set-up or made over the REST API. */

import { join } from 'node:path';
import { startRestApi } from '../core/http/rest-api.ts';
import { fullName, KeptResources, type Place, shortName } from '../core/kept-resources.ts';
import type { Service, ServiceOptions } from '../core/service.ts';
import { type Job, type ScheduledJob, targetOf } from './job.ts';
import { type JobResource, jobOf, resourceOf } from './resource.ts';
import { routesOf } from './rest.ts';
import { Runner } from './runner.ts';
import type { Publish } from './send.ts';

export interface SchedulerOptions extends ServiceOptions {
  readonly projectId: string;
  /** The location of the set-up's jobs. Default `us-central1`. */
  readonly location?: string;
  readonly jobs: readonly Job[];
  /** Publishes the messages of jobs with a topic. */
  readonly publish: Publish;
}

export interface SchedulerService extends Service {
  /** Runs a job now, as `gcloud scheduler jobs run` does. Resolves with whether it succeeded in the end. */
  run(name: string, scheduleTime?: Date): Promise<boolean>;
  /** The clock was moved: starts each job that fell due in between, once, for the time that was due last. */
  elapsed(fromMs: number, toMs: number): void;
  /** Every job with its next run and how its last execution ended. */
  jobs(): readonly ScheduledJob[];
}

export async function startScheduler(options: SchedulerOptions): Promise<SchedulerService> {
  const { projectId, location = 'us-central1', stateDir, now } = options;
  const place = { projectId, location };
  const runner = new Runner(options);
  const jobs = keptJobs(runner, place, stateDir);
  try {
    const updated = new Date(now()).toISOString();
    await jobs.open(options.jobs.map((job) => resourceOf(fullName('jobs', job.name, place), job, updated)));
    for (const job of options.jobs) runner.set(job);
    const routes = routesOf({ jobs, runner, place, now });
    const api = await startRestApi(options, { service: 'scheduler', product: 'Cloud Scheduler', routes });
    return {
      name: 'scheduler',
      address: api.address,
      run: (name, scheduleTime) => runner.run(name, scheduleTime),
      jobs: () => runner.jobs().map((job) => scheduled(runner, job)),
      elapsed: (fromMs, toMs) => runner.elapsed(fromMs, toMs),
      busy: () => runner.busy(),
      drain: () => runner.drain(),
      close: async () => {
        await runner.close();
        await api.close();
      },
    };
  } catch (error) {
    await runner.close();
    throw error;
  }
}

function keptJobs(runner: Runner, place: Place, stateDir: string | undefined): KeptResources<JobResource> {
  return new KeptResources<JobResource>({
    file: stateDir === undefined ? undefined : join(stateDir, 'jobs.json'),
    apply: (resource) => runner.set(jobOf(shortName(resource.name, place), resource)),
    remove: (name) => runner.remove(shortName(name, place)),
    notFound: () => 'Job not found.',
    exists: (name) => `Job ${name} already exists.`,
  });
}

function scheduled(runner: Runner, job: Job): ScheduledJob {
  const { name, schedule, timeZone = 'Etc/UTC' } = job;
  return { name, schedule, timeZone, url: targetOf(job), nextMs: runner.nextMs(name), last: runner.last(name) };
}
