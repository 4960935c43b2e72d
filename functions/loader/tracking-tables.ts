/** The tracking tables' schema files. */

const text = (name: string) => ({ name, type: 'STRING' });
const number = (name: string) => ({ name, type: 'INTEGER' });
const time = (name: string) => ({ name, type: 'TIMESTAMP' });

export const LOADS_SPEC = JSON.stringify({
  schema: [
    { name: 'load_id', type: 'STRING', mode: 'REQUIRED' },
    ...['bucket', 'prefix', 'object', 'generation', 'destination', 'mode', 'state'].map(text),
    ...['files', 'bytes', 'parts', 'rows', 'bad_records'].map(number),
    { name: 'job_ids', type: 'STRING', mode: 'REPEATED' },
    number('attempts'),
    ...['error_code', 'error_message', 'config_digest'].map(text),
    { name: 'came_late', type: 'BOOLEAN' },
    ...['success_at', 'planned_at', 'loaded_at', 'ended_at'].map(time),
  ],
  primaryKey: ['load_id'],
  timePartitioning: { type: 'DAY', field: 'planned_at' },
  clustering: ['destination', 'state'],
  maxStaleness: '0-0 0 0:0:0',
  description: 'One row a load of the loader, as it is now',
});

export const FILES_SPEC = JSON.stringify({
  schema: [
    { name: 'load_id', type: 'STRING', mode: 'REQUIRED' },
    { name: 'object', type: 'STRING', mode: 'REQUIRED' },
    ...['bucket', 'generation'].map(text),
    number('bytes'),
    ...['state', 'destination', 'job_id'].map(text),
    time('loaded_at'),
  ],
  primaryKey: ['load_id', 'object'],
  clustering: ['bucket', 'object'],
  maxStaleness: '0-0 0 0:0:0',
  description: 'One row a file of each load that ended, with the generation that was loaded',
});
