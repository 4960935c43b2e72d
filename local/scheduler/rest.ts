/** The REST API of Cloud Scheduler, v1: what gcloud, Terraform and the clients' REST transports call. */

import { randomUUID } from 'node:crypto';
import { StatusError } from '../core/codes.ts';
import type { JsonObject } from '../core/http/json-body.ts';
import { checkQuery, listed, locationRoutes, type RestCall, type RestRoute } from '../core/http/rest-api.ts';
import { type KeptResources, type Place, shortName } from '../core/kept-resources.ts';
import { maskOf, withMask } from '../core/update-mask.ts';
import { checkLimits, type JobResource, readJob } from './resource.ts';
import type { Runner } from './runner.ts';

const JOBS = /^\/v1\/(projects\/[^/:]+\/locations\/[^/:]+)\/jobs$/;
const JOB = 'projects/[^/:]+/locations/[^/:]+/jobs/[^/:]+';
const NAME = /^projects\/[^/]+\/locations\/[^/]+\/jobs\/[A-Za-z0-9_-]{1,500}$/;
/** ListJobsRequest.page_size: 500 at most. */
const MAX_PAGE = 500;

export interface RestParts {
  readonly jobs: KeptResources<JobResource>;
  readonly runner: Runner;
  readonly place: Place;
  readonly now: () => number;
}

export function routesOf({ jobs, runner, place, now }: RestParts): readonly RestRoute[] {
  const iso = (ms: number): string => new Date(ms).toISOString();
  /** With the fields that the service reckons. */
  const shown = (resource: JobResource): object => {
    const name = shortName(resource.name, place);
    const next = runner.nextMs(name);
    const last = runner.last(name);
    return {
      ...resource,
      ...(next === undefined ? {} : { scheduleTime: iso(next) }),
      ...(last === undefined ? {} : { lastAttemptTime: iso(last.beganMs) }),
      ...(last === undefined || last.attempts === 0 ? {} : { status: statusOf(last.code, last.problem) }),
    };
  };

  const create = async ({ resource: parent, query, body }: RestCall): Promise<object> => {
    checkQuery(query, []);
    const name = body.name === undefined || body.name === '' ? `${parent}/jobs/${randomUUID()}` : String(body.name);
    if (!NAME.test(name) || !name.startsWith(`${parent}/jobs/`))
      throw new StatusError(
        'INVALID_ARGUMENT',
        `Job name must be ${parent}/jobs/JOB_ID, where JOB_ID is 1 to 500 of A-Z, a-z, 0-9, _ and -.`,
      );
    return shown(await jobs.create(checkLimits(readJob(body, { name, state: 'ENABLED', updated: iso(now()) }))));
  };

  const update = async ({ resource: name, query, body }: RestCall): Promise<object> => {
    checkQuery(query, ['updateMask']);
    const paths = maskOf(query);
    const changed = await jobs.change(name, (before) => {
      const given = paths === undefined ? body : withMask(before as unknown as JsonObject, body, paths);
      return checkLimits(readJob(given, { name, state: before.state, updated: iso(now()) }));
    });
    return shown(changed);
  };

  /** PauseJob: "A job must be in Job.State.ENABLED to be paused"; ResumeJob likewise. */
  const become =
    (state: JobResource['state']) =>
    async ({ resource: name }: RestCall): Promise<object> => {
      const changed = await jobs.change(name, (before) => {
        if (before.state === state)
          throw new StatusError('FAILED_PRECONDITION', `The job is in the state ${state} already.`);
        return { ...before, state };
      });
      return shown(changed);
    };

  return [
    ...locationRoutes(),
    {
      verb: 'GET',
      name: 'ListJobs',
      path: JOBS,
      run: ({ resource: parent, query }) => {
        checkQuery(query, ['pageSize', 'pageToken']);
        return listed('jobs', jobs.list(`${parent}/jobs/`), query, MAX_PAGE, shown);
      },
    },
    { verb: 'POST', name: 'CreateJob', path: JOBS, run: create },
    { verb: 'GET', name: 'GetJob', path: path(''), run: ({ resource }) => shown(jobs.get(resource)) },
    { verb: 'PATCH', name: 'UpdateJob', path: path(''), run: update },
    {
      verb: 'DELETE',
      name: 'DeleteJob',
      path: path(''),
      run: async ({ resource }) => {
        await jobs.delete(resource);
        return {};
      },
    },
    { verb: 'POST', name: 'PauseJob', path: path(':pause'), run: become('PAUSED') },
    { verb: 'POST', name: 'ResumeJob', path: path(':resume'), run: become('ENABLED') },
    {
      verb: 'POST',
      name: 'RunJob',
      path: path(':run'),
      run: ({ resource }) => {
        const job = jobs.get(resource);
        // Answered at once, as the service does; the console and the job's status tell how it ended.
        void runner.run(shortName(resource, place));
        return shown(job);
      },
    },
  ];
}

function path(verb: string): RegExp {
  return new RegExp(`^/v1/(${JOB})${verb}$`);
}

function statusOf(code: number | undefined, message: string | undefined): object {
  return code === undefined ? {} : { code, message };
}
