import { localPubsub } from '../support/pubsub-local.ts';
import { pubsubSuite } from '../support/pubsub-suite/suite.ts';

describe('the local Pub/Sub under Google’s own client', () => {
  pubsubSuite(() => localPubsub(), 'local');
});
