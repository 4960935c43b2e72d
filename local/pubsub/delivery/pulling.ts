/** Pull: what is ready now, or what becomes ready within a bounded wait. */

import type { Call } from '../api/call.ts';
import type { Entry, TakeLimits } from '../backlog/backlog.ts';
import { notPulled, tooSmall } from '../errors.ts';
import type { Hub } from '../hub.ts';
import type { Subscription } from '../kept/resource-state.ts';
import { LIMITS } from '../limits.ts';
import { attachedSubscription } from '../resources/subscriptions.ts';
import { receivedMessages } from '../wire/received.ts';
import { parsePull } from '../wire/requests.ts';
import type { Receiver } from './delivery.ts';

const NOTHING = Buffer.alloc(0);

/** One answer's worth, as for a publish. */
const PULL_BYTES = LIMITS.publishBytes;

export async function pull(hub: Hub, body: Buffer, call: Call): Promise<Uint8Array> {
  const request = parsePull(body);
  const subscription = attachedSubscription(hub, request.subscription);
  if (request.maxMessages < 1) throw tooSmall('max_messages', request.maxMessages, 1);
  if (subscription.pushes) throw notPulled();
  const messages = Math.min(request.maxMessages, LIMITS.pullMessages);
  const entries = await entriesFor(hub, subscription, messages, request.returnImmediately, call);
  hub.handedOut(subscription, entries);
  return receivedMessages(subscription, entries, NOTHING);
}

function entriesFor(
  hub: Hub,
  subscription: Subscription,
  messages: number,
  returnImmediately: boolean,
  call: Call,
): Promise<readonly Entry[]> {
  return new Promise((resolve, reject) => {
    const delivery = hub.delivery(subscription);
    let room: TakeLimits = { messages, bytes: PULL_BYTES };
    let timer: NodeJS.Timeout | undefined;
    const finish = (entries: readonly Entry[]): void => {
      room = { messages: 0, bytes: 0 };
      clearTimeout(timer);
      delivery.remove(receiver);
      resolve(entries);
    };
    const receiver: Receiver = {
      ackDeadlineSeconds: subscription.config.ackDeadlineSeconds,
      get room() {
        return room;
      },
      deliver: finish,
      released: () => {},
      dismiss: (why) => {
        reject(why);
        finish([]);
      },
    };
    const now = delivery.takeNow(receiver);
    hub.ready(subscription);
    if (now.length > 0 || returnImmediately) {
      finish(now);
      return;
    }
    timer = setTimeout(() => finish([]), hub.tuning.pullWaitMs);
    delivery.add(receiver);
    // Messages leased to a client that is gone would only be delayed.
    call.onEnd(() => finish([]));
  });
}
