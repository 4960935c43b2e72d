/** A small door behind functions-framework's own server, for tests of what openDoor does for every door. */

import { once } from 'node:events';
import type { Server } from 'node:http';
import { http } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { readConfig } from '@penstock/shared/runtime/config.ts';
import { type Door, type DoorParts, openDoor } from '@penstock/shared/runtime/door.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createShutdown, type Shutdown } from '@penstock/shared/runtime/shutdown.ts';
import { freePort } from './free-port.ts';

export const METRICS = {
  'small/requests': { kind: 'counter', unit: '1', labels: [], about: 'Requests.' },
} as const;

export type SmallDoor = Door<Record<string, never>, typeof METRICS>;

export interface DoorUnderTest {
  readonly port: number;
  readonly url: string;
  readonly server: Server;
  readonly shutdown: Shutdown;
  readonly lines: readonly Record<string, unknown>[];
  close(): Promise<void>;
}

export interface DoorSetup {
  readonly create: (door: SmallDoor) => DoorParts | Promise<DoorParts>;
  readonly env?: Readonly<Record<string, string>>;
  /** False tells the door another port than it listens on, so that bodies are left to the framework. */
  readonly keepsBodies?: boolean;
}

let doors = 0;

export async function startDoor({ create, env = {}, keepsBodies = true }: DoorSetup): Promise<DoorUnderTest> {
  doors += 1;
  const name = `small-${doors}`;
  const lines: Record<string, unknown>[] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line));
  const shutdown = createShutdown({ log: createLogger({ write }) });
  const port = await freePort();
  const spec = { name, readConfig: (given: object) => readConfig({ ...given }, {}), metrics: METRICS, create };
  const told = { LOG_LEVEL: 'DEBUG', ...env, PORT: String(keepsBodies ? port : 1) };
  http(name, await openDoor(spec, { env: told, args: [], clock: systemClock, shutdown, write }));
  const server = getTestServer(name);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    server,
    shutdown,
    lines,
    close: async () => {
      await shutdown.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
