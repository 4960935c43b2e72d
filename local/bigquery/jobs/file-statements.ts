/** EXPORT DATA and LOAD DATA: the SQL engine's statements over files, done as extract and load jobs do them. */

import type { FileStatements, LoadedFiles } from '../../googlesql/index.ts';
import { destinationUris } from '../extract/destination.ts';
import { extractOptionsFrom } from '../extract/options.ts';
import { writeFiles } from '../extract/write-files.ts';
import type { TableSettings } from '../tables/settings.ts';
import type { Warehouse } from '../warehouse.ts';
import { asSqlError } from './external.ts';
import { loadFiles, loadRequestFrom } from './load.ts';

/** The statement is interrupted with its connection. */
const notCancelled = (): void => undefined;

export function fileStatements(warehouse: () => Warehouse): FileStatements {
  return {
    exportRows: ({ connection, relation, schema, settings }) =>
      translated(async () => {
        const { files, rows } = await writeFiles(warehouse(), connection, {
          ...{ schema, relation, checkCancelled: notCancelled },
          options: extractOptionsFrom(settings),
          uris: destinationUris(settings.destinationUris),
          overwrite: settings.overwrite === true,
        });
        return { fileCount: files.reduce((sum, count) => sum + count, 0), rowCount: Number(rows) };
      }),
    load: (files) => translated(() => load(warehouse(), files)),
  };
}

async function load(warehouse: Warehouse, { ref, overwrite, settings, table, partition }: LoadedFiles) {
  const configuration = {
    ...settings,
    destinationTable: partition === undefined ? ref : { ...ref, tableId: `${ref.tableId}$${partition}` },
    writeDisposition: overwrite ? 'WRITE_TRUNCATE' : 'WRITE_APPEND',
  };
  const request = loadRequestFrom(warehouse, configuration, ref.projectId, undefined);
  const destination = { ...request.destination, settings: settingsOf(table) };
  const { statistics } = await loadFiles(
    warehouse,
    { ...request, destination },
    {
      checkCancelled: notCancelled,
      finish: async () => undefined,
      filesRead: () => undefined,
    },
  );
  return (statistics?.load ?? {}) as Readonly<Record<string, string>>;
}

/** The settings of a table that the load makes, besides its schema. */
function settingsOf(table: LoadedFiles['table']): TableSettings {
  const { timePartitioning, rangePartitioning, clustering, expirationMs, maxStaleness, resource } = table;
  return {
    resource,
    ...(timePartitioning !== undefined && { timePartitioning }),
    ...(rangePartitioning !== undefined && { rangePartitioning }),
    ...(clustering !== undefined && { clustering }),
    ...(expirationMs !== undefined && { expirationMs }),
    ...(maxStaleness !== undefined && { maxStaleness }),
  };
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asSqlError(error);
  }
}
