/** The Pub/Sub suite: the same cases for the local Pub/Sub and for Google's emulator. */

import { ADMIN } from './admin.ts';
import type { Group } from './cases.ts';
import { type Endpoint, type Ground, groundOn, leave } from './ground.ts';
import { MESSAGES } from './messages.ts';
import { PUSH } from './push.ts';
import { STREAMING } from './streaming.ts';

export const GROUPS: readonly Group[] = [...ADMIN, ...MESSAGES, ...STREAMING, ...PUSH];

export function pubsubSuite(open: () => Promise<Endpoint>, against: 'local' | 'emulator'): void {
  let endpoint: Endpoint;
  let ground: Ground;
  before(async () => {
    process.env.METADATA_SERVER_DETECTION = 'none';
    endpoint = await open();
    ground = groundOn(endpoint);
  });
  after(async () => {
    await leave(ground);
    await endpoint.close();
  });
  for (const group of GROUPS) {
    describe(group.name, () => {
      for (const { name, run, emulator } of group.cases) {
        if (against === 'emulator' && emulator !== undefined) it.skip(`${name} (Google's emulator ${emulator})`);
        else it(name, () => run(ground));
      }
    });
  }
}
