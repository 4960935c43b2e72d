import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/free-port.ts';
import { killCommand, portsBut, type StartedCommand, startCommand } from '../support/start-command.ts';
import { eventually } from '../support/suite.ts';

const SOAK = process.env.PENSTOCK_SOAK === '1';
/** Posts and documents of one life of the local cloud, and how many lives there are. */
const [EACH, LIVES] = SOAK ? [500, 10] : [40, 3];
const WORKERS = 8;

type Ending = 'SIGINT' | 'SIGKILL';

/** Posts issues and writes documents from before the ports answer until enough are acknowledged. */
class Senders {
  readonly issues = new Set<string>();
  readonly documents = new Set<string>();
  readonly #intake: string;
  readonly #documents: string;
  #next = 0;

  constructor(intake: number, documents: number) {
    this.#intake = `http://127.0.0.1:${intake}/`;
    this.#documents = `http://127.0.0.1:${documents}/documents/races/`;
  }

  /** Stops when `each` more of both are acknowledged, or at once by the signal. */
  async run(each: number, signal: AbortSignal): Promise<void> {
    const [issues, documents] = [this.issues.size + each, this.documents.size + each];
    const worker = async (): Promise<void> => {
      while (!signal.aborted && (this.issues.size < issues || this.documents.size < documents)) {
        if (this.issues.size < issues) await this.#post();
        if (this.documents.size < documents) await this.#put();
        else await sleep(1);
      }
    };
    await Promise.all(Array.from({ length: WORKERS }, worker));
  }

  async #post(): Promise<void> {
    const answer = await tried(this.#intake, 'POST', { issue: `race ${this.#next++}` });
    if (answer?.issue_id !== undefined) this.issues.add(String(answer.issue_id));
  }

  async #put(): Promise<void> {
    const name = `d${this.#next++}`;
    if ((await tried(`${this.#documents}${name}`, 'PUT', { n: name })) !== undefined)
      this.documents.add(`races/${name}`);
  }
}

/** The body of a 2xx, and undefined for everything else: what was not acknowledged promises nothing. */
async function tried(url: string, method: string, body: object): Promise<Record<string, unknown> | undefined> {
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, {
      method,
      headers,
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.text();
    return response.ok ? (JSON.parse(text || '{}') as Record<string, unknown>) : undefined;
  } catch {
    await sleep(25);
    return undefined;
  }
}

/** The number of times each issue id and each document stands in the table. */
async function counted({ addresses }: StartedCommand): Promise<ReadonlyMap<string, number>> {
  const url = `http://${addresses.bigquery}/bigquery/v2/projects/demo-penstock/queries`;
  const query = `SELECT IFNULL(JSON_VALUE(payload, '$.document'), issue_id), COUNT(*) FROM issues_ds.issues_stream GROUP BY 1`;
  const response = await fetch(url, { method: 'POST', body: JSON.stringify({ query, useLegacySql: false }) });
  const { rows = [] } = (await response.json()) as {
    readonly rows?: readonly { readonly f: { readonly v: string }[] }[];
  };
  return new Map(rows.map(({ f }) => [String(f[0]?.v), Number(f[1]?.v)]));
}

describe('issues and documents sent from the first moment that a port answers', () => {
  let folder: string;
  let running: StartedCommand | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-races-'));
  });
  afterEach(async () => {
    if (running !== undefined) await killCommand(running);
    await rm(folder, { recursive: true, force: true });
  });

  /** Lives end as told; the last one runs until everything is in its table, which is returned. */
  async function live(
    endings: readonly Ending[],
  ): Promise<{ readonly senders: Senders; readonly table: ReadonlyMap<string, number> }> {
    const [intake, documents] = await Promise.all([freePort(), freePort()]);
    const senders = new Senders(intake, documents);
    const args = ['--state', join(folder, 'state'), '--ports', portsBut({ intake, documents })];
    for (const ending of endings) {
      const stop = new AbortController();
      const sending = senders.run(EACH, stop.signal);
      running = await startCommand(args);
      // Some are still under way when it ends.
      await Promise.race([sending, sleep(200 + Math.random() * 1_500)]);
      if (ending === 'SIGKILL') await killCommand(running);
      else {
        running.child.kill('SIGINT');
        const { code, stderr } = await running.ended;
        assert.deepEqual([code, stderr], [0, '']);
      }
      stop.abort();
      await sending;
    }
    // The last one makes up for what the earlier ones did not get to.
    const rest = EACH * LIVES - Math.min(senders.issues.size, senders.documents.size);
    const sending = senders.run(rest, new AbortController().signal);
    running = await startCommand(args);
    await sending;
    const sent = [...senders.issues, ...senders.documents];
    const last = running;
    let table: ReadonlyMap<string, number> = new Map();
    await eventually(
      async () => {
        table = await counted(last);
        return sent.filter((id) => !table.has(id)).slice(0, 20);
      },
      (missing) => missing.length === 0,
      SOAK ? 600_000 : 60_000,
    );
    return { senders, table };
  }

  it('are all in the table, each once, over a fresh start and restarts by Ctrl-C', async function () {
    this.timeout(SOAK ? 1_800_000 : 120_000);
    const { senders, table } = await live(Array<Ending>(LIVES - 1).fill('SIGINT'));
    const wrong = [...senders.issues, ...senders.documents].filter((id) => table.get(id) !== 1);
    assert.deepEqual(
      wrong.map((id) => `${id}: ${table.get(id)}`),
      [],
    );
  });

  it('are all in the table over kills at random, where only a kill may have doubled one', async function () {
    this.timeout(SOAK ? 1_800_000 : 120_000);
    const { senders, table } = await live(Array<Ending>(LIVES - 1).fill('SIGKILL'));
    const sent = [...senders.issues, ...senders.documents];
    assert.deepEqual(
      sent.filter((id) => !table.has(id)),
      [],
    );
  });
});
