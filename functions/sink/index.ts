import { http } from '@google-cloud/functions-framework';
import { insertInto } from '@penstock/shared/bigquery/insert.ts';
import { warmInstance } from '@penstock/shared/runtime/instance.ts';
import { readSinkConfig } from './config.ts';
import { createHandler } from './handler.ts';

const { log, projectId } = warmInstance('sink', process.env);
const config = readSinkConfig(process.env);

http('sink', createHandler({ insert: insertInto(projectId, config.table), log }));
