/** Which events go where: exact filters on attributes, and path patterns as Firestore triggers use them. */

import type { CloudEvent } from './event.ts';

export interface Trigger {
  readonly name: string;
  /** All must match. `type` is an attribute like any other. */
  readonly filters: readonly Filter[];
  /** The URL that the event is posted to; undefined where its service does not run here. */
  readonly destination: string | undefined;
  /** Without retry an event is delivered once, whatever the answer, as a function without a retry policy. */
  readonly retry: boolean;
  /** As a dead-letter policy on the trigger's Pub/Sub subscription in production. Without one what is too old is dropped. */
  readonly deadLetter?: DeadLetterPolicy;
}

export interface DeadLetterPolicy {
  /** A topic of the project, by its short name. */
  readonly topic: string;
  /** Deliveries before the event is given up. Default 5, as Pub/Sub's. */
  readonly maxDeliveryAttempts?: number;
}

export interface Filter {
  readonly attribute: string;
  readonly value: string;
  readonly operator?: 'match-path-pattern';
}

export function matches(trigger: Trigger, event: CloudEvent): boolean {
  return trigger.filters.every((filter) => {
    const found = attributeOf(event, filter.attribute);
    if (found === undefined) return false;
    return filter.operator === 'match-path-pattern' ? pathMatches(filter.value, found) : found === filter.value;
  });
}

function attributeOf(event: CloudEvent, name: string): string | undefined {
  if (name === 'type' || name === 'source' || name === 'subject' || name === 'id') return event[name];
  return event.extensions[name];
}

/** `users/{id}` and `users/*` match one segment, `{rest=**}` and `**` any number of them. */
export function pathMatches(pattern: string, path: string): boolean {
  const source = pattern
    .split('/')
    .map((segment) => {
      if (segment === '**' || /^\{[^}]*=\*\*\}$/.test(segment)) return '(?:.+)';
      if (segment === '*' || /^\{[^}]*\}$/.test(segment)) return '[^/]+';
      return segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('/');
  return new RegExp(`^${source}$`).test(path);
}
