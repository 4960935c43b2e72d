/** Two processes of the intake behind one Pub/Sub and one ledger, either of which may be killed and comes back elsewhere. */

import { Faults } from '../../local/core/faults/faults.ts';
import { type PubsubService, startPubsub } from '../../local/pubsub/index.ts';
import { type StorageService, startStorage } from '../../local/storage/index.ts';
import { type FunctionProcess, startFunctionProcess } from './function-process.ts';
import { type PulledMessage, pullAll } from './pull.ts';

const PROJECT = 'demo-penstock';
const TOPIC = `projects/${PROJECT}/topics/issues-topic`;
const SUBSCRIPTION = `projects/${PROJECT}/subscriptions/all`;
const LEDGERS = 'ledgers';

export interface Reply {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
}

export class TwoIntakes implements AsyncDisposable {
  readonly faults = new Faults();
  readonly #services: readonly [PubsubService, StorageService];
  readonly #env: Readonly<Record<string, string>>;
  #processes: FunctionProcess[] = [];

  private constructor(faults: Faults, services: readonly [PubsubService, StorageService], ledger: boolean) {
    this.faults = faults;
    this.#services = services;
    const [pubsub, storage] = services;
    this.#env = {
      GOOGLE_CLOUD_PROJECT: PROJECT,
      PUBSUB_EMULATOR_HOST: pubsub.address,
      STORAGE_EMULATOR_HOST: `http://${storage.address}`,
      ...(ledger ? { INTAKE_LEDGER_BUCKET: LEDGERS } : {}),
      INTAKE_PUBLISH_DEADLINE: '1s',
      LOG_LEVEL: 'CRITICAL',
    };
  }

  static async start({ ledger }: { readonly ledger: boolean }): Promise<TwoIntakes> {
    const faults = new Faults();
    const service = { host: '127.0.0.1', port: 0, stateDir: undefined, faults, report: () => undefined, now: Date.now };
    const pubsub = await startPubsub(service);
    const storage = await startStorage(service);
    await pubsub.ensureTopic(TOPIC);
    await pubsub.ensureSubscription(SUBSCRIPTION, TOPIC);
    await storage.ensureBucket(LEDGERS);
    const both = new TwoIntakes(faults, [pubsub, storage], ledger);
    both.#processes = await Promise.all([both.#process(), both.#process()]);
    return both;
  }

  /** Undefined without an answer: refused, broken off, killed. */
  async post(at: number, key: string, body: string, patienceMs = 10_000): Promise<Reply | undefined> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    const url = this.#processes[at]?.url ?? '';
    try {
      const signal = AbortSignal.timeout(patienceMs);
      const response = await fetch(url, { method: 'POST', headers, body, signal });
      return { status: response.status, json: (await response.json()) as Record<string, unknown> };
    } catch {
      return undefined;
    }
  }

  /** Kills it without notice. A restart is another process on another port. */
  async kill(at: number): Promise<void> {
    await this.#processes[at]?.kill();
    this.#processes[at] = await this.#process();
  }

  /** The number of keys that the ledger knows. */
  async keys(): Promise<number> {
    const { address } = this.#services[1];
    const response = await fetch(`http://${address}/storage/v1/b/${LEDGERS}/o?prefix=intake/keys/`);
    const { items = [] } = (await response.json()) as { items?: readonly unknown[] };
    return items.length;
  }

  /** The messages that have arrived in the topic since the last look. */
  arrived(): Promise<readonly PulledMessage[]> {
    return pullAll(this.#services[0].address, SUBSCRIPTION);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#processes.map((one) => one.kill()));
    await Promise.all(this.#services.map((one) => one.close()));
  }

  #process(): Promise<FunctionProcess> {
    return startFunctionProcess({ name: 'intake', env: this.#env });
  }
}
