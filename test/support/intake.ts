/** The intake as it is deployed: behind functions-framework, against a local Pub/Sub and Cloud Storage of its own. */

import type { Server } from 'node:http';
import { http } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { type FlatIssue, readFlatIssue } from '@penstock/shared/issues/flat-message.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { openDoor } from '@penstock/shared/runtime/door.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createShutdown, type Shutdown } from '@penstock/shared/runtime/shutdown.ts';
import { readIntakeConfig } from '../../functions/intake/config.ts';
import { createIntake } from '../../functions/intake/intake.ts';
import { METRICS } from '../../functions/intake/metrics.ts';
import { Faults } from '../../local/core/faults/faults.ts';
import { type PubsubService, startPubsub } from '../../local/pubsub/index.ts';
import { type StorageService, startStorage } from '../../local/storage/index.ts';
import { type Answer, assertDescribed, type Description, recordAnswers } from './described.ts';
import { setEnvironment } from './environment.ts';
import { freePort } from './free-port.ts';

export const PROJECT = 'demo-penstock';
const TOPIC = `projects/${PROJECT}/topics/issues-topic`;
const SUBSCRIPTION = `projects/${PROJECT}/subscriptions/all`;

export interface Arrived extends FlatIssue {
  readonly attributes: Readonly<Record<string, string>>;
}

export interface IntakeUnderTest {
  readonly url: string;
  readonly port: number;
  readonly faults: Faults;
  readonly pubsub: PubsubService;
  readonly storage: StorageService;
  readonly shutdown: Shutdown;
  readonly lines: readonly Record<string, unknown>[];
  /** Every answer so far; closing fails where one is not as the OpenAPI description tells. */
  readonly answers: readonly Answer[];
  /** The messages in the topic, unchanged. */
  arrived(): Promise<readonly Arrived[]>;
  close(): Promise<void>;
}

export interface IntakeSetup {
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  /** False leaves bodies to functions-framework, as where the port is not the configured one. */
  readonly receiveRaw?: boolean;
}

let instances = 0;

export async function startIntake({
  env = {},
  clock = systemClock,
  receiveRaw = true,
}: IntakeSetup = {}): Promise<IntakeUnderTest> {
  const faults = new Faults();
  const service = { host: '127.0.0.1', port: 0, stateDir: undefined, faults, report: () => undefined, now: Date.now };
  const pubsub = await startPubsub(service);
  const storage = await startStorage(service);
  const restore = setEnvironment({
    PUBSUB_EMULATOR_HOST: pubsub.address,
    STORAGE_EMULATOR_HOST: `http://${storage.address}`,
    METADATA_SERVER_DETECTION: 'none',
  });
  await pubsub.ensureTopic(TOPIC);
  await pubsub.ensureSubscription(SUBSCRIPTION, TOPIC);
  await storage.ensureBucket('ledgers');

  const lines: Record<string, unknown>[] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line));
  const shutdown = createShutdown({ log: createLogger({ level: 'DEBUG', write }) });
  const port = await freePort();
  const recording = recordAnswers(port);
  const host = {
    env: { GOOGLE_CLOUD_PROJECT: PROJECT, LOG_LEVEL: 'DEBUG', ...env, PORT: String(receiveRaw ? port : 1) },
    args: [],
    clock,
    shutdown,
    write,
  };
  const door = { name: 'intake', readConfig: readIntakeConfig, metrics: METRICS, create: createIntake };
  instances += 1;
  http(`intake-${instances}`, await openDoor(door, host));
  const server: Server = getTestServer(`intake-${instances}`);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${port}`;
  const description = (await (await fetch(`${url}/openapi.json`)).json()) as Description;

  return {
    url,
    port,
    faults,
    pubsub,
    storage,
    shutdown,
    lines,
    answers: recording.answers,
    arrived: () => pullAll(pubsub.address),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await shutdown.close();
      recording.stop();
      restore();
      await pubsub.close();
      await storage.close();
      // If bodies are left to the framework, some answers are the framework's.
      if (receiveRaw) for (const answer of recording.answers) assertDescribed(description, answer);
    },
  };
}

/** By REST and without acknowledging at once: asked twice, it tells the same. */
async function pullAll(address: string): Promise<readonly Arrived[]> {
  const found: Arrived[] = [];
  for (;;) {
    const response = await fetch(`http://${address}/v1/${SUBSCRIPTION}:pull`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ maxMessages: 1_000, returnImmediately: true }),
    });
    const { receivedMessages = [] } = (await response.json()) as {
      receivedMessages?: { ackId: string; message: { data: string; attributes: Record<string, string> } }[];
    };
    if (receivedMessages.length === 0) return found;
    for (const { message } of receivedMessages) {
      found.push({ ...readFlatIssue(Buffer.from(message.data, 'base64')), attributes: message.attributes });
    }
  }
}
