/** Eventarc: triggers of the set-up, or made over the REST API, and the delivery of events to their destinations. */

import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startRestApi } from '../core/http/rest-api.ts';
import { fullName, KeptResources, type Place, shortName } from '../core/kept-resources.ts';
import type { Service, ServiceOptions } from '../core/service.ts';
import { Dispatcher, type DispatcherOptions } from './dispatcher.ts';
import type { CloudEvent } from './event.ts';
import { providerOf } from './event-types.ts';
import { Operations } from './operations.ts';
import { type Services, type TriggerResource, triggerOf } from './resource.ts';
import { routesOf } from './rest.ts';
import type { Trigger } from './trigger.ts';

export interface EventarcOptions extends ServiceOptions, Omit<DispatcherOptions, keyof ServiceOptions> {
  readonly projectId: string;
  /** The location of the set-up's triggers. Default `us-central1`. */
  readonly location?: string;
  /** The triggers of the set-up; `service` is the Cloud Run service of a destination that is one. */
  readonly triggers: readonly (Trigger & { readonly service?: string })[];
  /** The services that triggers may name as their destination. */
  readonly services?: Services;
}

export interface EventarcService extends Service {
  /** Resolves when the event is durable; delivery follows. */
  emit(event: CloudEvent): Promise<void>;
  /** Resolves when nothing is left to deliver. */
  idle(): Promise<void>;
  readonly pending: number;
}

const NO_SERVICES: Services = { names: () => [], urlOf: () => undefined };

export async function startEventarc(options: EventarcOptions): Promise<EventarcService> {
  const { projectId, location = 'us-central1', stateDir, services = NO_SERVICES, now } = options;
  if (stateDir !== undefined) await mkdir(stateDir, { recursive: true });
  const place = { projectId, location };
  const dispatcher = new Dispatcher(options);
  const triggers = keptTriggers(dispatcher, place, services, stateDir);
  const time = new Date(now()).toISOString();
  try {
    // Before the deliveries that are left are read: those without a trigger have no receiver.
    for (const trigger of options.triggers) dispatcher.set(trigger);
    await triggers.open(options.triggers.map((trigger) => resourceOf(trigger, place, time)));
    await dispatcher.open();
    const routes = routesOf({ triggers, operations: new Operations(now), services, now });
    const api = await startRestApi(options, { service: 'eventarc', product: 'Eventarc', routes });
    return {
      name: 'eventarc',
      address: api.address,
      emit: (event) => dispatcher.emit(event),
      idle: () => dispatcher.idle(),
      get pending() {
        return dispatcher.pending;
      },
      busy: () => dispatcher.busy(),
      drain: () => dispatcher.drain(),
      close: async () => {
        await api.close();
        await dispatcher.close();
      },
    };
  } catch (error) {
    await dispatcher.close();
    throw error;
  }
}

function keptTriggers(
  dispatcher: Dispatcher,
  place: Place,
  services: Services,
  stateDir: string | undefined,
): KeptResources<TriggerResource> {
  return new KeptResources<TriggerResource>({
    file: stateDir === undefined ? undefined : join(stateDir, 'triggers.json'),
    apply: (resource) => {
      const name = shortName(resource.name, place);
      const deadLetter = dispatcher.trigger(name)?.deadLetter;
      dispatcher.set({
        ...triggerOf(name, resource, services),
        // No field of the API: it is a setting of the trigger's subscription.
        ...(deadLetter === undefined ? {} : { deadLetter }),
      });
    },
    remove: (name) => dispatcher.remove(shortName(name, place)),
    notFound: (name) => `Resource '${name}' was not found`,
    exists: (name) => `Resource '${name}' already exists`,
  });
}

/** A trigger of the set-up, as the API shows it. */
function resourceOf(trigger: Trigger & { readonly service?: string }, place: Place, time: string): TriggerResource {
  const { name, filters, destination = '', service, retry } = trigger;
  const type = filters.find(({ attribute }) => attribute === 'type')?.value ?? '';
  const hex = createHash('sha256').update(name).digest('hex');
  return {
    name: fullName('triggers', name, place),
    uid: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'),
    createTime: time,
    updateTime: time,
    eventFilters: filters,
    destination:
      service === undefined
        ? { httpEndpoint: { uri: destination } }
        : { cloudRun: { service, region: place.location } },
    eventDataContentType: providerOf(type)?.contentType ?? 'application/json',
    ...(retry ? {} : { retryPolicy: { maxAttempts: 1 } }),
  };
}
