import { Faults } from '../../local/faults/faults.ts';
import { startPubsub } from '../../local/pubsub/index.ts';
import { pubsubSuite } from '../support/pubsub-suite/suite.ts';

describe('the local Pub/Sub under Google’s own client', () => {
  pubsubSuite(async () => {
    let ahead = 0;
    const service = await startPubsub(
      {
        host: '127.0.0.1',
        port: 0,
        stateDir: undefined,
        faults: new Faults(),
        report: () => {},
        now: () => Date.now() + ahead,
      },
      { tickMs: 10 },
    );
    return {
      address: service.address,
      pass: async (milliseconds) => {
        ahead += milliseconds;
        // Two looks of the service at its leases.
        await new Promise((resolve) => setTimeout(resolve, 30));
      },
      close: () => service.close(),
    };
  }, 'local');
});
