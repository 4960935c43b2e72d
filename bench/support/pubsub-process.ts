/** A local Pub/Sub in a process of its own, with one subscription that shows how much was published. */

import { Faults } from '../../local/core/faults/faults.ts';
import { startPubsub } from '../../local/pubsub/index.ts';

const TOPIC = 'projects/demo-penstock/topics/issues-topic';
const pubsub = await startPubsub({
  host: '127.0.0.1',
  port: 0,
  stateDir: undefined,
  faults: new Faults(),
  report: () => undefined,
  now: Date.now,
});
await pubsub.ensureTopic(TOPIC);
await pubsub.ensureSubscription('projects/demo-penstock/subscriptions/all', TOPIC);
process.on('message', () => process.send?.(pubsub.subscriptions()[0]?.backlog));
process.on('disconnect', () => process.exit(0));
process.send?.(pubsub.address);
