/**
 * Error records sent again by `penstock redrive`, which runs as a process of its own. `GET reasons` counts what waits in a
 * subscription by its reason; `POST` runs the command and answers one JSON object a line, progress first, its end last.
 */

import type { PubsubService } from '../../pubsub/index.ts';
import { GUARDS } from '../access.ts';
import { type ApiCall, ApiProblem, answer, bodyOf, noSuch, type Resource, textOf } from './call.ts';
import type { Operations } from './ledgers.ts';

type Pubsub = Pick<PubsubService, 'peek'>;

export interface Reason {
  readonly type: string;
  readonly reason: string;
  readonly count: number;
}

/** A line of the answer. The last one has a result. */
export interface RedriveLine {
  readonly progress?: string;
  readonly result?: Awaited<ReturnType<Operations['command']>>;
}

export function redriveApi(operations: Operations, pubsub: Pubsub): Resource {
  return async (call) => {
    const route = `${call.method} ${call.rest}`;
    if (route === 'GET reasons') return answer(call, reasonsOf(pubsub, call.query.get('subscription') ?? ''));
    if (route === 'POST ') return run(operations, call, wordsOf(await bodyOf(call)));
    throw noSuch(call);
  };
}

const MOST_COUNTED = 5_000;

function reasonsOf(pubsub: Pubsub, subscription: string): { readonly counted: number; readonly reasons: Reason[] } {
  const messages = pubsub.peek(subscription, { most: MOST_COUNTED, dataBytes: 0 });
  const groups = Map.groupBy(messages, ({ attributes }) =>
    JSON.stringify([attributes.error_type ?? '', attributes.error_reason ?? '']),
  );
  const reasons = [...groups].map(([key, { length }]): Reason => {
    const [type, reason] = JSON.parse(key) as [string, string];
    return { type, reason, count: length };
  });
  return { counted: messages.length, reasons: reasons.toSorted((one, other) => other.count - one.count) };
}

/** Words of the command. Each value is joined to its flag, so that none can become a flag of its own. */
function wordsOf(body: Readonly<Record<string, unknown>>): readonly string[] {
  const from = textOf(body, 'from');
  if (from.startsWith('-')) throw new ApiProblem(400, 'from must not begin with a dash.');
  const only = Array.isArray(body.only) ? body.only.map(String) : [];
  const wrong = only.find((pair) => !/^[^=,]+=[^,]*$/s.test(pair));
  if (wrong !== undefined) throw new ApiProblem(400, `only takes name=value without commas, and not ${wrong}.`);
  const { limit } = body;
  if (limit !== undefined && !(Number.isSafeInteger(limit) && (limit as number) >= 1))
    throw new ApiProblem(400, 'limit must be a whole number from 1.');
  return [
    'redrive',
    from,
    `--to=${textOf(body, 'to')}`,
    ...(only.length === 0 ? [] : [`--only=${only.join(',')}`]),
    ...(limit === undefined ? [] : [`--limit=${limit}`]),
    ...(body.dryRun === true ? ['--dry-run'] : []),
    ...(body.deleteSent === true ? ['--delete-sent'] : []),
  ];
}

/** A page that goes away stops the command, which settles what it has sent. */
async function run({ command }: Operations, { response }: ApiCall, words: readonly string[]): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.writeHead(200, { ...GUARDS, 'content-type': 'application/x-ndjson; charset=utf-8' });
  const tell = (line: RedriveLine): void => {
    if (!response.destroyed) response.write(`${JSON.stringify(line)}\n`);
  };
  const result = await command(words, { onProgress: (progress) => tell({ progress }), signal: gone.signal });
  tell({ result });
  response.end();
}
