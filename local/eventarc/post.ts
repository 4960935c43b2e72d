/** Posts an event to a trigger's destination, and names what it is about. */

import { ask } from '../core/http/ask.ts';
import type { Ids } from '../way/ids.ts';
import { type CloudEvent, headersOf } from './event.ts';

/** Returns the problem, or undefined for 2xx. */
export async function postEvent(
  destination: string,
  event: CloudEvent,
  { traceparent, signal }: { readonly traceparent: string; readonly signal: AbortSignal },
): Promise<string | undefined> {
  try {
    // A push endpoint that redirects has not acknowledged.
    const { ok, status } = await ask({
      method: 'POST',
      url: destination,
      headers: {
        ...headersOf(event),
        // Cloud Run gives every request a trace.
        traceparent,
        'user-agent': 'APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)',
      },
      body: event.data,
      signal,
    });
    return ok ? undefined : `status ${status}`;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The event, and the object or document that it is about. */
export function eventIds({ id, extensions, data, type }: CloudEvent): Ids {
  const { document, bucket } = extensions;
  if (document !== undefined) return { event: id, document };
  if (bucket === undefined || !type.startsWith('google.cloud.storage.')) return { event: id };
  const { name, generation } = JSON.parse(Buffer.from(data).toString('utf8')) as Readonly<Record<string, unknown>>;
  return { event: id, object: `${bucket}/${name}#${generation}` };
}

export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
