/** The service's published limits, and the few of ours that keep the process bounded. */

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** https://cloud.google.com/pubsub/quotas: "Resource limits" and the proto comments of each field. */
export const LIMITS = {
  publishBytes: 10 * 1024 * 1024,
  publishMessages: 1000,
  attributes: 100,
  attributeKeyBytes: 256,
  attributeValueBytes: 1024,
  orderingKeyBytes: 1024,
  filterBytes: 256,
  ackDeadline: { min: 10, max: 600, default: 10 },
  /** Seconds. */
  retention: { min: 10 * MINUTE, max: 31 * DAY, default: 7 * DAY },
  expirationTtl: { min: DAY, default: 31 * DAY },
  backoff: { min: 0, max: 600, defaultMin: 10, defaultMax: 600 },
  deliveryAttempts: { min: 5, max: 100, default: 5 },
  snapshotLife: 7 * DAY,
  snapshotLeast: 60 * MINUTE,
  labels: 64,
  /** One ack or modify request: 512 KiB of ids. */
  ackRequestBytes: 524_288,
  pageSize: { default: 100, max: 1000 },
  pullMessages: 1000,
} as const;

/** Ours: a machine has an end where the cloud has none. Tests turn these down. */
export interface Tuning {
  /** All messages held, with an estimate of what each costs in memory beside its bytes. */
  readonly maxHeldBytes: number;
  /** The wait of a pull without messages before it answers empty. */
  readonly pullWaitMs: number;
  /** A journal below this size is never rewritten. */
  readonly compactAboveBytes: number;
  /** The interval at which leases, delays and retention are checked. */
  readonly tickMs: number;
  /** Push: how many requests a subscription may have under way at most. */
  readonly pushWindow: number;
}

export const DEFAULT_TUNING: Tuning = {
  maxHeldBytes: 1024 * 1024 * 1024,
  pullWaitMs: 10_000,
  compactAboveBytes: 32 * 1024 * 1024,
  tickMs: 50,
  pushWindow: 100,
};

/** The memory of a held message beside its bytes, and of each subscription, log or snapshot that holds it (measured). */
export const MESSAGE_OVERHEAD = 160;
export const HOLDER_OVERHEAD = 160;

/** Requests are read up to this size, so that a publish just over its limit still gets the service's own answer. */
export const MAX_REQUEST_BYTES = LIMITS.publishBytes + 2 * 1024 * 1024;
