/** Records the answers of a source into a folder, and answers from there: tests of a source file without its API. */

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SourceError } from '../../source.ts';
import type { Exchange, Incoming, Outgoing } from './exchange.ts';
import type { Redactor } from './redact.ts';

/** One file of a recording. The request is there without its credentials. */
interface Recorded {
  readonly request: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly wire: string;
}

/** Headers that may hold credentials. */
const LEFT_OUT = new Set(['set-cookie', 'authorization', 'www-authenticate']);

export function recordTo(folder: string, exchange: Exchange, redactor: Redactor): Exchange {
  let count = 0;
  return {
    send: async (outgoing, limits, signal) => {
      const incoming = await exchange.send(outgoing, limits, signal);
      count += 1;
      const headers = Object.fromEntries(Object.entries(incoming.headers).filter(([name]) => !LEFT_OUT.has(name)));
      const recorded: Recorded = {
        request: requestText(outgoing, redactor),
        status: incoming.status,
        headers,
        wire: incoming.wire.toString('base64'),
      };
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, `${String(count).padStart(4, '0')}.json`), `${JSON.stringify(recorded, null, 2)}\n`);
      return incoming;
    },
    close: () => exchange.close(),
  };
}

/** Each request is answered by the first recording of it that has not answered yet. */
export function replayFrom(folder: string, redactor: Redactor): Exchange {
  let left: Recorded[] | undefined;
  return {
    send: async (outgoing) => {
      left ??= await recordings(folder);
      const request = requestText(outgoing, redactor);
      const at = left.findIndex((one) => one.request === request);
      const [found] = at < 0 ? [] : left.splice(at, 1);
      if (found === undefined)
        throw new SourceError(
          'fail',
          'NOT_FOUND',
          `The recording in ${folder} has no answer (any more) to ${request}.`,
        );
      return answerOf(found);
    },
    close: () => undefined,
  };
}

function answerOf({ status, headers, wire }: Recorded): Incoming {
  return { status, headers, wire: Buffer.from(wire, 'base64') };
}

async function recordings(folder: string): Promise<Recorded[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Recorded));
}

/** Credentials in the query are left out, so that a replay without them asks for the same. */
function requestText({ method, url, body }: Outgoing, redactor: Redactor): string {
  const shown = new URL(redactor.url(url));
  for (const [name, value] of [...shown.searchParams]) if (value === 'REDACTED') shown.searchParams.delete(name);
  const digest =
    body === undefined
      ? ''
      : ` ${createHash('sha256')
          .update(redactor.text(body.toString('utf8')))
          .digest('base64url')
          .slice(0, 16)}`;
  return `${method} ${shown.href}${digest}`;
}
