/**
 * A port for what must be told its port before it listens. It is outside the range from which the system picks for port 0,
 * and is handed out once in ten minutes on this machine: a server of one test must not get a port to which a client of
 * another test, or a Pub/Sub that pushes, still sends.
 */

import { once } from 'node:events';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Linux picks from 32768 on for port 0, other systems from 49152 on. */
const [FIRST, LAST] = [20_000, 32_000];
const KEPT_MS = 600_000;
const ATTEMPTS = 1_000;

export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (reserve(port) && (await isFree(port))) return port;
  }
  throw new Error(`No port from ${FIRST} to ${LAST} is free`);
}

/** Makes the file of a port, or renews an old one. Only one process on this machine succeeds. */
function reserve(port: number): boolean {
  const folder = join(tmpdir(), 'penstock-ports');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, String(port));
  const ageMs = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  try {
    writeFileSync(file, '', { flag: ageMs > KEPT_MS ? 'w' : 'wx' });
    return true;
  } catch {
    return false;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    if (server.listening) {
      server.close();
      await once(server, 'close');
    }
  }
}
