/** The text that `penstock start` prints when it is ready: all addresses, and commands to try. */

import { relative } from 'node:path';
import { isLoopback } from '@penstock/local/core/listen.ts';
import type { LocalCloud } from '@penstock/local/index.ts';
import { DEMO } from '../../../demo/demo.ts';
import { DEFAULT_PROJECT } from '../../local-variables.ts';
import { table } from '../../text-table.ts';
import type { StartOptions } from './run-start.ts';

const ABOUT: Readonly<Record<string, string>> = {
  intake: 'issues over HTTP, and a web form',
  firestore: 'document events',
  loader: 'finalized objects',
  puller: 'scheduled pulls',
  sink: 'Pub/Sub into BigQuery',
  pubsub: 'Pub/Sub, gRPC and REST',
  documents: 'Firestore documents over HTTP',
  secrets: 'Secret Manager',
  scheduler: 'Cloud Scheduler, REST',
  eventarc: 'Eventarc triggers, REST',
  storage: 'Cloud Storage, JSON API',
  bigquery: 'BigQuery, REST',
  'bigquery-storage': 'BigQuery Storage Write, gRPC',
  console: 'what flows, on a page',
};

export function welcome(options: StartOptions, cloud: LocalCloud, ms: number): string {
  const { addresses } = cloud;
  const rows = Object.entries(ABOUT)
    .filter(([name]) => addresses[name] !== undefined)
    .map(([name, about]) => [name, `http://${addresses[name]}`, about]);
  const { stateDir, host } = options;
  const state =
    stateDir === undefined ? 'Nothing is kept.' : `State is kept in ${shown(stateDir)}; --fresh forgets it.`;
  const open = isLoopback(host)
    ? ''
    : `\nListening on ${host}: everybody who reaches this address can read and write everything here. There is no authentication.\n`;
  const mended = cloud.mended.length === 0 ? '' : `\n${cloud.mended.map((line) => `Mended: ${line}`).join('\n')}\n`;
  const tries = options.functions ? examples(addresses, options.projectId) : '';
  return `\nPenstock is ready in ${(ms / 1_000).toFixed(1)} s. ${state}\n${open}${mended}\n${table(rows)}\n${tries}\nCtrl-C stops.\n`;
}

function examples(addresses: Readonly<Record<string, string>>, projectId: string): string {
  const upload = `http://${addresses.storage}/upload/storage/v1/b/${DEMO.bucket}/o?uploadType=media&name=demo/people`;
  const isDefault = addresses.bigquery === '127.0.0.1:9050' && projectId === DEFAULT_PROJECT;
  const target = isDefault ? '' : `BIGQUERY_EMULATOR_HOST=${addresses.bigquery} GOOGLE_CLOUD_PROJECT=${projectId} `;
  return `
Try, in another terminal:

  Post an issue
    curl -s http://${addresses.intake} -H 'content-type: application/json' -d '{"issue":"Test","priority":"P1"}'

  Upload a file and its _SUCCESS: the loader puts it into demo.people
    printf 'name,born\\nAda,1815\\nGrace,1906\\n' | curl -s -o /dev/null --data-binary @- '${upload}/people.csv' &&
    curl -s -o /dev/null -X POST '${upload}/_SUCCESS'

  Query the table
    ${target}npm run -s query -- 'SELECT issue_id, source, payload FROM issues_ds.issues_stream'

Google's clients find this cloud by the variables that "npx penstock env --lang node|python|java|go|cli" prints.
`;
}

function shown(folder: string): string {
  const here = relative('.', folder);
  return here === '' ? 'this folder' : here.startsWith('..') ? folder : here;
}
