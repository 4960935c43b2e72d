/**
 * The sink as a worker: pulls from its subscriptions for as long as it runs. For Cloud Run worker pools, for one's own machine, and
 * beside the functions of `npm start`.
 */

import { type Leased, openSubscriber, type Subscriber } from '@penstock/shared/pubsub/subscriber.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import type { Emulators } from '@penstock/shared/runtime/emulators.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Logger } from '@penstock/shared/runtime/log.ts';
import type { Metrics } from '@penstock/shared/runtime/metrics.ts';
import type { SinkConfig } from './config.ts';
import { createEngine, type Engine } from './engine.ts';
import type { Attributes, Delivery, Input } from './message.ts';
import type { SinkMetrics } from './metrics.ts';

export interface WorkerOptions {
  readonly config: SinkConfig;
  readonly projectId: string;
  readonly emulators: Emulators;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics<SinkMetrics>;
}

export interface Worker {
  readonly engine: Engine;
  /** Stops pulling, waits for rows on their way as long as the configuration says, gives back the rest, writes the last counts. */
  close(): Promise<void>;
}

/** The interval at which counts are written. */
const METRICS_EVERY_MS = 10_000;

/** Throws CONFIG_INVALID where the settings name no subscription. */
export function startWorker(options: WorkerOptions): Worker {
  if (options.config.plan.subscriptions.length === 0) {
    const message =
      'a worker needs a subscription: set INPUT_SUBSCRIPTION, or `subscriptions` in the file of SINK_CONFIG';
    throw new PenstockError('CONFIG_INVALID', message);
  }
  const engine = createEngine(options);
  engine.loads?.start();
  const subscribers = options.config.plan.subscriptions.map((name) => pull(name, engine, options));
  const flushing = setInterval(() => options.metrics.flush(), METRICS_EVERY_MS).unref();
  return {
    engine,
    close: async () => {
      for (const subscriber of subscribers) subscriber.stop();
      await engine.close();
      await Promise.all(subscribers.map((subscriber) => subscriber.close()));
      clearInterval(flushing);
      options.metrics.flush();
    },
  };
}

function pull(name: string, { flow }: Engine, { config, emulators, clock, log }: WorkerOptions): Subscriber {
  const { limits, pullStreams, subscriptions } = config.plan;
  const input: Input = {
    name,
    type: 'pubsub',
    settle: (delivery, settling) => {
      const { leased } = delivery as PulledDelivery;
      if (settling === 'settled') subscriber.acknowledge(leased);
      else subscriber.giveBack(leased);
    },
  };
  const subscriber = openSubscriber({
    subscription: name,
    emulatorHost: emulators.pubsub,
    streams: pullStreams,
    // The service counts what is out: these bounds hold the flow's memory, as long as all subscriptions share them.
    maxMessages: Math.ceil(limits.maxMessages / subscriptions.length),
    maxBytes: Math.ceil(limits.maxBytes / subscriptions.length),
    ackDeadlineSeconds: Math.ceil(config.ackDeadline / 1_000),
    clock,
    onMessages: (messages) => {
      for (const leased of messages) flow.deliver(new PulledDelivery(leased, input));
    },
    onProblem: ({ code, message }, pauseMs) =>
      log.warning(`pulling from ${name} was interrupted`, {
        subscription: name,
        error_code: code,
        reason: message,
        pause_ms: pauseMs,
      }),
  });
  return subscriber;
}

/** A class, so that all have one shape. */
class PulledDelivery implements Delivery {
  readonly leased: Leased;
  readonly data: Buffer;
  readonly attributes: Attributes;
  readonly messageId: string;
  readonly publishMs: number;
  readonly orderingKey: string;
  readonly attempt: number;
  readonly input: Input;

  constructor(leased: Leased, input: Input) {
    this.leased = leased;
    this.data = leased.data;
    this.attributes = leased.attributes;
    this.messageId = leased.messageId;
    this.publishMs = leased.publishMs;
    this.orderingKey = leased.orderingKey;
    this.attempt = leased.deliveryAttempt;
    this.input = input;
  }
}
