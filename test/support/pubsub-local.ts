/** The local Pub/Sub for a test: a clock that can run ahead, faults at hand, a folder where it is to remember. */

import { Faults } from '../../local/core/faults/faults.ts';
import { type PubsubService, startPubsub, type Tuning } from '../../local/pubsub/index.ts';
import type { Endpoint } from './pubsub-suite/ground.ts';

export interface LocalPubsub extends Endpoint {
  readonly service: PubsubService;
  readonly faults: Faults;
}

export async function localPubsub(stateDir?: string, tuning: Partial<Tuning> = {}): Promise<LocalPubsub> {
  let ahead = 0;
  const faults = new Faults();
  const options = {
    host: '127.0.0.1',
    port: 0,
    stateDir,
    faults,
    report: () => {},
    now: () => Date.now() + ahead,
  };
  const service = await startPubsub(options, { tickMs: 10, ...tuning });
  return {
    service,
    faults,
    address: service.address,
    pass: async (milliseconds) => {
      ahead += milliseconds;
      // Two looks of the service at its leases.
      await new Promise((resolve) => setTimeout(resolve, 30));
    },
    close: () => service.close(),
  };
}
