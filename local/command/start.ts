/** `start`: brings everything up, says where it is and what to try, and then one line an event until it is stopped. */

import { relative } from 'node:path';
import { type LocalCloud, startLocalCloud } from '../cloud.ts';
import { DEMO, suiteFunctions } from '../demo.ts';
import { isLoopback } from '../listen.ts';
import type { StartArguments } from './arguments.ts';
import { lineOf, table } from './lines.ts';

export type Print = (text: string) => void;

export async function start(
  args: StartArguments,
  print: Print,
  onCrash: (message: string) => void,
): Promise<LocalCloud> {
  const began = performance.now();
  let ready = false;
  const cloud = await startLocalCloud({
    host: args.host,
    ports: args.ports,
    projectId: args.projectId,
    stateDir: args.stateDir,
    fresh: args.fresh,
    ...DEMO,
    ...(args.functions ? { functions: suiteFunctions() } : {}),
    report: (happening) => {
      if (ready && !args.quiet) print(`${lineOf(happening, new Date())}\n`);
    },
    onCrash,
  });
  ready = true;
  print(welcome(args, cloud, performance.now() - began));
  return cloud;
}

const ABOUT: Readonly<Record<string, string>> = {
  intake: 'issues over HTTP, and a web form',
  firestore: 'document events',
  loader: 'finalized objects',
  puller: 'scheduled pulls',
  sink: 'Pub/Sub into BigQuery',
  pubsub: 'Pub/Sub, gRPC and REST',
  documents: 'Firestore documents over HTTP',
  secrets: 'Secret Manager',
  storage: 'Cloud Storage, JSON API',
  bigquery: 'BigQuery, REST',
  'bigquery-storage': 'BigQuery Storage Write, gRPC',
  console: 'what flows, on a page',
};

function welcome(args: StartArguments, cloud: LocalCloud, ms: number): string {
  const { addresses } = cloud;
  const rows = Object.entries(ABOUT)
    .filter(([name]) => addresses[name] !== undefined)
    .map(([name, about]) => [name, `http://${addresses[name]}`, about]);
  const state =
    args.stateDir === undefined ? 'Nothing is kept.' : `State is kept in ${shown(args.stateDir)}; --fresh forgets it.`;
  const open = isLoopback(args.host)
    ? ''
    : `\nListening on ${args.host}: whoever reaches this address can read and write everything here. There is no authentication.\n`;
  const tries = args.functions ? examples(addresses, args.projectId) : '';
  return `\nPenstock is ready in ${(ms / 1_000).toFixed(1)} s. ${state}\n${open}\n${table(rows)}\n${tries}\nCtrl-C stops.\n\n`;
}

function examples(addresses: Readonly<Record<string, string>>, projectId: string): string {
  const upload = `http://${addresses.storage}/upload/storage/v1/b/${DEMO.bucket}/o?uploadType=media&name=demo/people`;
  const target =
    addresses.bigquery === '127.0.0.1:9050' && projectId === 'demo-penstock'
      ? ''
      : `BIGQUERY_EMULATOR_HOST=${addresses.bigquery} GOOGLE_CLOUD_PROJECT=${projectId} `;
  return `
Try, in another terminal:

  Post an issue
    curl -s http://${addresses.intake} -H 'content-type: application/json' -d '{"issue":"Test","priority":"P1"}'

  Upload a file and its _SUCCESS: the loader puts it into demo.people
    printf 'name,born\\nAda,1815\\nGrace,1906\\n' | curl -s -o /dev/null --data-binary @- '${upload}/people.csv' &&
    curl -s -o /dev/null -X POST '${upload}/_SUCCESS'

  Query the table
    ${target}npm run -s query -- 'SELECT issue_id, source, payload FROM issues_ds.issues_stream'
`;
}

function shown(folder: string): string {
  const here = relative('.', folder);
  return here === '' ? 'this folder' : here.startsWith('..') ? folder : here;
}
