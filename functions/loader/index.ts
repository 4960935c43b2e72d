import { cloudEvent } from '@google-cloud/functions-framework';
import { submitLoad } from '@penstock/shared/bigquery/load.ts';
import { warmInstance } from '@penstock/shared/runtime/instance.ts';
import { listBelow } from '@penstock/shared/storage/list.ts';
import { readLoaderConfig } from './config.ts';
import { createHandler } from './handler.ts';

const { log, projectId } = warmInstance('loader', process.env);
const { successFilename } = readLoaderConfig(process.env);

cloudEvent(
  'loader',
  createHandler({ successFilename, list: listBelow(projectId), submit: submitLoad(projectId), log }),
);
