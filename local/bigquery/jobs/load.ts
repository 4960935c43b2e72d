/** Load jobs: files read whole and checked, then their rows, the table's change and the job's end in one transaction. */

import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { BigQueryError } from '../errors.ts';
import { type InputFile, localInput, objectInput } from '../files/input.ts';
import { type ReadOptions, readOptionsFrom } from '../files/options.ts';
import { readFiles } from '../files/read.ts';
import { checkUris, expandUris } from '../files/uris.ts';
import type { StoredObject } from '../objects.ts';
import type { Schema } from '../schema.ts';
import { checkLocation, findTable } from '../tables/changes.ts';
import { type Destination, publish } from '../tables/publish.ts';
import type { Warehouse } from '../warehouse.ts';
import { destinationFrom, type Json } from './configuration.ts';
import { filesRead } from './job-ids.ts';
import type { Outcome, Running } from './jobs.ts';

/** The file that an upload left on disk for its load job, which removes it. */
export interface LocalFile {
  readonly path: string;
  readonly size: number;
}

export interface LoadRequest {
  readonly destination: Destination;
  readonly options: ReadOptions;
  readonly uris: readonly string[];
  readonly file: LocalFile | undefined;
}

export function loadRequestFrom(
  warehouse: Warehouse,
  configuration: Json,
  projectId: string,
  file: LocalFile | undefined,
): LoadRequest {
  const options = readOptionsFrom(configuration, warehouse.limits);
  if (options.hive?.requireFilter === true) {
    throw new BigQueryError(
      'invalid',
      'hivePartitioningOptions.requirePartitionFilter cannot be true in a load job: leave it out, or set it for an external table',
    );
  }
  const destination = destinationFrom(warehouse, configuration, projectId, 'WRITE_APPEND', 'load');
  if (file !== undefined) return { destination, options, uris: [], file };
  return { destination, options, uris: checkUris(configuration.sourceUris, warehouse.limits), file };
}

export async function runLoad(warehouse: Warehouse, request: LoadRequest, running: Running): Promise<Outcome> {
  try {
    checkLocation(warehouse, request.destination.ref, running.job.location);
    const { job, finish, checkCancelled } = running;
    return await loadFiles(warehouse, request, {
      ...{ finish, checkCancelled },
      filesRead: (objects) => warehouse.report(filesRead(job, objects)),
    });
  } finally {
    if (request.file !== undefined) await rm(request.file.path, { force: true });
  }
}

/** The parts of a running job that a load needs. It gives the objects that it reads to `filesRead`. */
export type Loading = Pick<Running, 'finish' | 'checkCancelled'> & {
  readonly filesRead: (objects: readonly StoredObject[]) => void;
};

export async function loadFiles(warehouse: Warehouse, request: LoadRequest, running: Loading): Promise<Outcome> {
  const { destination, options } = request;
  const inputs = await inputsOf(warehouse, request, running);
  if (destination.create === 'CREATE_NEVER' && findTable(warehouse, destination.ref) === undefined) {
    const { projectId, datasetId, tableId } = destination.ref;
    throw new BigQueryError('notFound', `Not found: Table ${projectId}:${datasetId}.${tableId}`);
  }
  const target = targetSchema(warehouse, destination);
  const made: { relation: string; uri?: string }[] = [];
  return warehouse.engine.read(async (connection) => {
    try {
      const gathered = await readFiles(
        warehouse,
        connection,
        {
          inputs,
          options,
          target,
          known: keepsColumns(destination) ? target : undefined,
          perFile: false,
          checkCancelled: running.checkCancelled,
        },
        made,
      );
      running.checkCancelled();
      const bytes = inputs.reduce((sum, { size }) => sum + size, 0);
      let outcome: Outcome = {};
      await publish(warehouse, {
        destination,
        schema: gathered.schema.length === 0 ? target : gathered.schema,
        relations: gathered.relations.map(({ relation }) => relation),
        commit: async (writer, rows) => {
          outcome = {
            statistics: {
              load: {
                inputFiles: String(inputs.length),
                inputFileBytes: String(bytes),
                outputRows: String(rows),
                outputBytes: String(bytes),
                badRecords: String(gathered.badRecords),
              },
            },
            ...(gathered.warnings.length > 0 && { errors: gathered.warnings }),
          };
          await running.finish(writer, outcome);
        },
      });
      return outcome;
    } finally {
      for (const { relation } of made) await connection.run(`DROP TABLE IF EXISTS ${relation}`);
    }
  });
}

/** Whether the table's columns stay as they are: the job neither replaces nor adds any. */
function keepsColumns({ write, decorator, allowAddition }: Destination): boolean {
  return !allowAddition && (write !== 'WRITE_TRUNCATE' || decorator !== undefined);
}

/** The schema that files without one are read by. A table that will be replaced still lends its own. */
function targetSchema(warehouse: Warehouse, { ref }: Destination): Schema | undefined {
  return findTable(warehouse, ref)?.schema;
}

async function inputsOf(
  warehouse: Warehouse,
  { uris, file }: LoadRequest,
  running: Pick<Loading, 'filesRead'>,
): Promise<readonly InputFile[]> {
  if (file !== undefined) return [localInput(file.path, `upload-${randomUUID().slice(0, 8)}`, file.size)];
  const objects = await expandUris(warehouse.objects, uris, warehouse.limits);
  running.filesRead(objects);
  return objects.map((object) => objectInput(warehouse.objects, object, warehouse.scratchDir));
}
