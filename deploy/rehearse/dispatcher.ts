/**
 * Plays the part of Eventarc's triggers as they are planned. The local cloud hands every event to this one address; it goes
 * on to the services whose triggers match, in the form that the trigger asks for.
 */

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { blockOf, blocksOf, type Resource, textOf } from '../check/resources.ts';

export interface Trigger {
  readonly name: string;
  readonly criteria: readonly { readonly attribute: string; readonly value: string; readonly isPattern: boolean }[];
  readonly contentType: string;
  readonly service: string;
}

export interface Dispatcher {
  readonly url: string;
  /** Set once the plan is known. */
  use(triggers: readonly Trigger[], uriOf: (service: string) => string): void;
  close(): Promise<void>;
}

export function plannedTriggers(resources: readonly Resource[]): readonly Trigger[] {
  return resources
    .filter(({ type }) => type === 'google_eventarc_trigger')
    .map(({ values }) => ({
      name: textOf(values.name),
      criteria: blocksOf(values, 'matching_criteria').map(({ attribute, value, operator }) => ({
        attribute: textOf(attribute),
        value: textOf(value),
        isPattern: operator === 'match-path-pattern',
      })),
      contentType: textOf(values.event_data_content_type),
      service: textOf(blockOf(blockOf(values, 'destination'), 'cloud_run_service')?.service),
    }));
}

export async function startDispatcher(): Promise<Dispatcher> {
  let triggers: readonly Trigger[] = [];
  let uriOf: (service: string) => string = () => '';
  const server = createServer((request, response) => {
    dispatch(request, triggers, uriOf).then(
      (status) => response.writeHead(status).end(),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    use: (planned, addresses) => {
      triggers = planned;
      uriOf = addresses;
    },
    close: () => closeServer(server),
  };
}

async function dispatch(
  request: IncomingMessage,
  triggers: readonly Trigger[],
  uriOf: (service: string) => string,
): Promise<number> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const matching = triggers.filter((trigger) => matches(trigger, request.headers));
  const statuses = await Promise.all(
    matching.map(async ({ contentType, service }) => {
      // The local cloud sends Firestore's events as protobuf. A trigger that asks for JSON would get nothing it could read.
      const sent = textOf(request.headers['content-type']).split(';', 1)[0];
      if (sent !== contentType) return 415;
      const response = await fetch(uriOf(service), { method: 'POST', headers: headersOf(request), body });
      await response.arrayBuffer();
      return response.status;
    }),
  );
  return statuses.find((status) => status >= 300) ?? 200;
}

export function matches({ criteria }: Trigger, headers: IncomingMessage['headers']): boolean {
  return criteria.every(({ attribute, value, isPattern }) => {
    const given = textOf(headers[`ce-${attribute}`]);
    return isPattern ? pathMatches(value, given) : given === value;
  });
}

/** `issues/{id}` takes one segment for each name in braces, `{path=**}` any number. */
function pathMatches(pattern: string, path: string): boolean {
  const parts = pattern.split('/').map((part) => {
    if (/^\{\w+=\*\*\}$/.test(part)) return '.+';
    return /^\{\w+(?:=\*)?\}$/.test(part) ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`).test(path);
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const own = Object.entries(headers).filter(([name]) => name.startsWith('ce-') || name === 'content-type');
  return Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
