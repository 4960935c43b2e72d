/** Export jobs: begun, asked after until they are done, then downloaded. A job is a part of its listing and is begun anew with it. */

import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { SourceError } from '../source.ts';
import { durationOr } from './durations.ts';
import { compileEndpoint, type Endpoint } from './endpoint.ts';
import { EVERY, type Path, type PathText, pathOf, pathText, valueAt, valuesAt } from './json-path.ts';
import type { Asking, Requester } from './requester.ts';
import type { ExportConfig } from './source-config.ts';
import { textOf, type Values } from './template.ts';
import type { Gate } from './wire/gate.ts';

export interface ExportParts {
  readonly requester: Requester;
  readonly gate: Gate;
  readonly clock: Clock;
  readonly secrets: (endpoint: Endpoint) => Promise<Readonly<Record<string, string>>>;
}

export interface DoneJob {
  readonly job: Readonly<Record<string, unknown>>;
  /** The path at which `download` names them. */
  readonly urls: readonly string[];
}

export function compileExport(
  config: ExportConfig,
): (parts: ExportParts, values: Values, asking: Asking) => Promise<DoneJob> {
  const create = compileEndpoint(config.create, { kind: 'none' });
  const poll = compileEndpoint(config.poll.request, { kind: 'none' });
  const fields = pathsOf(config.fields);
  const doneFields = pathsOf(config.poll.fields ?? {});
  const status = pathOf(config.poll.status);
  const everyMs = durationOr(config.poll.every, 10_000);
  const atMostMs = durationOr(config.poll.atMost, 30 * 60_000);
  return async (parts, values, asking) => {
    const { clock } = parts;
    const ask = async (endpoint: Endpoint, given: Values): Promise<unknown> => {
      // The answers about a job are JSON, even if its rows are not.
      const secret = await parts.secrets(endpoint);
      const answered = await parts.requester.ask(endpoint.build({ ...given, secret }, { index: 0 }, parts.gate), {
        ...asking,
        decode: {},
      });
      if (answered.kind !== 'answer')
        throw failed(`a request of it was answered by the rule ${answered.kind}: ${answered.reason}`);
      return answered.body;
    };
    const job = fieldsOf(await ask(create, values), fields);
    const endMs = Math.min(clock.now() + atMostMs, asking.deadlineMs);
    for (;;) {
      const body = await ask(poll, { ...values, job });
      const now = textOf(valueAt(body, status) ?? null);
      if (config.poll.done.includes(now)) {
        return {
          job: { ...job, ...fieldsOf(body, doneFields) },
          urls: 'urls' in config.download ? urlsIn(body, pathOf(config.download.urls)) : [],
        };
      }
      if (config.poll.failed.includes(now)) throw failed(`its status is ${now}`);
      if (!config.poll.running.includes(now))
        throw failed(`its status ${now} is among neither done, running nor failed`);
      if (clock.now() + everyMs > endMs)
        throw new SourceError('retry', 'DEADLINE_EXCEEDED', 'The export job was not done in time.');
      await clock.sleep(everyMs, asking.signal);
    }
  };
}

function pathsOf(fields: Readonly<Record<string, PathText>>): readonly (readonly [string, Path])[] {
  return Object.entries(fields).map(([name, path]) => [name, pathOf(path)] as const);
}

function fieldsOf(body: unknown, fields: readonly (readonly [string, Path])[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    fields.map(([name, path]) => {
      const value = valueAt(body, path);
      if (value === undefined || value === null) throw failed(`an answer of it has nothing at ${pathText(path)}`);
      return [name, value];
    }),
  );
}

/** No URL is zero rows only where the answer has an empty list. */
function urlsIn(body: unknown, path: Path): readonly string[] {
  const found = valuesAt(body, path);
  const urls = (path.includes(EVERY) ? found : found?.flat())?.filter((url) => url !== null);
  if (!isTexts(urls)) throw failed(`the answer has no URLs at ${pathText(path)}`);
  return urls;
}

function isTexts(values: readonly unknown[] | undefined): values is readonly string[] {
  return values?.every((value) => typeof value === 'string') === true;
}

function failed(why: string): SourceError {
  return new SourceError('retry', 'INPUT_INVALID', `The export job failed: ${why}.`);
}
