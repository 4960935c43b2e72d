/**
 * Backpressure to the request. Pausing a call's stream stops its events, but grpc-js goes on reading until sixteen more
 * messages lie in the stream's buffer, whatever their size. A gate stands before that buffer: while it is shut one
 * message waits at it, nothing behind it is read, and the client is stopped by its flow-control window.
 */

import {
  type Metadata,
  ResponderBuilder,
  ServerInterceptingCall,
  type ServerInterceptor,
  ServerListenerBuilder,
} from '@grpc/grpc-js';

export interface Gate {
  shut(): void;
  open(): void;
}

export interface Gates {
  /** For the server's options: a gate before each call whose requests are a stream. */
  readonly interceptor: ServerInterceptor;
  /** The gate of the call that came with this metadata. */
  of(metadata: Metadata): Gate;
}

export function makeGates(): Gates {
  // The metadata is the one object that an interceptor and the call's handler both see.
  const gates = new WeakMap<Metadata, Gate>();
  return {
    interceptor: (method, call) => {
      if (!method.requestStream) return new ServerInterceptingCall(call);
      let isShut = false;
      let waiting: (() => void) | undefined;
      const gate: Gate = {
        shut: () => {
          isShut = true;
        },
        open: () => {
          isShut = false;
          const pass = waiting;
          waiting = undefined;
          pass?.();
        },
      };
      const listener = new ServerListenerBuilder()
        .withOnReceiveMetadata((metadata, pass) => {
          gates.set(metadata, gate);
          pass(metadata);
        })
        .withOnReceiveMessage((message, pass) => {
          if (isShut) waiting = () => pass(message);
          else pass(message);
        })
        .withOnCancel(() => {
          waiting = undefined;
        })
        .build();
      return new ServerInterceptingCall(call, new ResponderBuilder().withStart((next) => next(listener)).build());
    },
    of: (metadata) => gates.get(metadata) ?? ALWAYS_OPEN,
  };
}

const ALWAYS_OPEN: Gate = { shut: () => undefined, open: () => undefined };
