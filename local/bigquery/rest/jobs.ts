/** jobs.* but for queries' results */

import { BigQueryError } from '../errors.ts';
import { count, destinationFrom, flag, type Json } from '../jobs/configuration.ts';
import { copyRequestFrom, runCopy } from '../jobs/copy.ts';
import { extractRequestFrom, runExtract } from '../jobs/extract.ts';
import { type Job, jobToListEntry, jobToResource } from '../jobs/job.ts';
import type { NewJob, Work } from '../jobs/jobs.ts';
import { type LocalFile, loadRequestFrom, runLoad } from '../jobs/load.ts';
import { dryRunQuery, queryRequestFrom, runQuery } from '../jobs/query.ts';
import { fromSqlError } from '../jobs/sql-errors.ts';
import { checkLabels } from '../labels.ts';
import { isObject } from '../tables/schema-resource.ts';
import { type Call, paged } from './call.ts';
import type { Surface } from './surface.ts';

const TYPES = ['query', 'load', 'copy', 'extract'] as const;

export async function insertJob(surface: Surface, call: Call): Promise<unknown> {
  return startJob(surface, call.params.projectId ?? '', call.body, undefined);
}

/** `media` is what an upload brought along, for a load from a local file. */
export async function startJob(
  surface: Surface,
  projectId: string,
  body: Json,
  media: LocalFile | undefined,
): Promise<unknown> {
  const { warehouse, jobs, user } = surface;
  const { configuration } = body;
  if (!isObject(configuration)) throw new BigQueryError('required', 'Required parameter is missing: configuration');
  checkLabels(configuration.labels);
  count(configuration.jobTimeoutMs, 'jobTimeoutMs', 0);
  const given = TYPES.filter((type) => isObject(configuration[type]));
  const [type] = given;
  if (type === undefined || given.length > 1) {
    throw new BigQueryError('invalid', 'Exactly one of configuration.query, load, copy and extract must be set');
  }
  const reference = referenceFrom(body, projectId);
  const location = reference.location ?? locationOf(surface, projectId, configuration[type] as Json);
  const request: NewJob = {
    ...reference,
    ...(location !== undefined && { location }),
    projectId,
    type: upper(type),
    configuration,
  };
  if (flag(configuration.dryRun, 'dryRun')) return dryRun(surface, request, reference.location);
  const work = workOf(surface, request, media);
  const { query, destinationTable } = configuration[type] as Json;
  const keepsRows = type === 'query' && !isObject(destinationTable) && warehouse.sql.isQuery(String(query));
  return jobToResource(await jobs.start({ ...request, keepsRows }, work), user);

  function upper(word: (typeof TYPES)[number]): Job['type'] {
    return word.toUpperCase() as Job['type'];
  }

  function workOf({ warehouse: own }: Surface, job: NewJob, file: LocalFile | undefined): Work {
    const settings = job.configuration[type as string] as Json;
    switch (job.type) {
      case 'QUERY': {
        const query = queryRequestFrom(settings, projectId, user, reference.location);
        if (isObject(settings.destinationTable)) destinationFrom(own, settings, projectId, 'WRITE_EMPTY', 'query');
        return (running) => runQuery(own, jobs, query, settings, running);
      }
      case 'COPY': {
        const copy = copyRequestFrom(warehouse, settings, projectId);
        return (running) => runCopy(own, copy, running);
      }
      case 'LOAD': {
        const load = loadRequestFrom(warehouse, settings, projectId, file);
        return (running) => runLoad(own, load, running);
      }
      default: {
        const extract = extractRequestFrom(settings, projectId);
        return (running) => runExtract(own, extract, running);
      }
    }
  }
}

/** A job that names no location runs where its destination or default dataset lies. */
function locationOf({ warehouse }: Surface, projectId: string, settings: Json): string | undefined {
  const place = settings.destinationTable ?? settings.sourceTable ?? settings.defaultDataset;
  if (!isObject(place) || typeof place.datasetId !== 'string') return undefined;
  const own = typeof place.projectId === 'string' && place.projectId !== '' ? place.projectId : projectId;
  return warehouse.catalog.dataset({ projectId: own, datasetId: place.datasetId })?.location;
}

async function dryRun(
  { warehouse, jobs, user }: Surface,
  request: NewJob,
  location: string | undefined,
): Promise<unknown> {
  const job: Job = { ...jobs.newJob(request), state: 'DONE' };
  if (request.type !== 'QUERY') throw new BigQueryError('invalid', 'dryRun is for query jobs only');
  const query = queryRequestFrom(request.configuration.query as Json, request.projectId, user, location);
  try {
    const statistics = await dryRunQuery(warehouse, query);
    const {
      jobReference: _,
      id: __,
      ...resource
    } = jobToResource({ ...job, statistics: { query: statistics } }, user) as Record<string, unknown>;
    return { ...resource, jobReference: { projectId: request.projectId, location: job.location } };
  } catch (error) {
    throw fromSqlError(error);
  }
}

/** A job's id and place as the client chose them. */
export function referenceFrom(body: Json, projectId: string): { jobId?: string; location?: string } {
  const reference = body.jobReference;
  if (reference === undefined || reference === null) return {};
  if (!isObject(reference)) throw new BigQueryError('invalid', 'Invalid value for jobReference');
  if (typeof reference.projectId === 'string' && reference.projectId !== '' && reference.projectId !== projectId) {
    throw new BigQueryError(
      'invalid',
      `Value '${projectId}' in the URL does not match jobReference.projectId '${reference.projectId}'.`,
    );
  }
  return {
    ...(typeof reference.jobId === 'string' && reference.jobId !== '' && { jobId: reference.jobId }),
    ...(typeof reference.location === 'string' && reference.location !== '' && { location: reference.location }),
  };
}

function key(call: Call): { projectId: string; jobId: string } {
  return { projectId: call.params.projectId ?? '', jobId: call.params.jobId ?? '' };
}

function location(call: Call): string | undefined {
  return call.query.get('location') ?? undefined;
}

export async function getJob({ jobs, user }: Surface, call: Call): Promise<unknown> {
  return jobToResource(jobs.get(key(call), location(call)), user);
}

export async function cancelJob({ jobs, user }: Surface, call: Call): Promise<unknown> {
  const job = await jobs.cancel(key(call), location(call));
  return { kind: 'bigquery#jobCancelResponse', job: jobToResource(job, user) };
}

export async function deleteJob({ jobs }: Surface, call: Call): Promise<undefined> {
  await jobs.delete(key(call), location(call));
}

const STATES = ['done', 'pending', 'running'];

export async function listJobs({ jobs, user }: Surface, call: Call): Promise<unknown> {
  const { query } = call;
  const states = query
    .getAll('stateFilter')
    .flatMap((value) => value.split(','))
    .map((state) => state.toLowerCase());
  for (const state of states) {
    if (!STATES.includes(state))
      throw new BigQueryError('invalid', `Invalid value for stateFilter: ${state}`, { location: 'stateFilter' });
  }
  const parent = query.get('parentJobId');
  const from = count(query.get('minCreationTime') ?? undefined, 'minCreationTime', 0);
  const to = count(query.get('maxCreationTime') ?? undefined, 'maxCreationTime', Number.MAX_SAFE_INTEGER);
  const all = jobs.store
    .list(call.params.projectId ?? '')
    .filter((job) => states.length === 0 || states.includes(job.state.toLowerCase()))
    .filter((job) => (parent === null ? job.parentJobId === undefined : job.parentJobId === parent))
    .filter((job) => job.createdMs >= from && job.createdMs <= to);
  const { page, next } = paged(call, all);
  return {
    kind: 'bigquery#jobList',
    etag: Buffer.from(String(all.length)).toString('base64url'),
    ...next,
    jobs: page.map((job) => jobToListEntry(job, user)),
  };
}
