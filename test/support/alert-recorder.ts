/** Records what functions and the services around them write while a scene is played, as Cloud Logging and Monitoring see it. */

import type { Stage } from '../../deploy/rehearse/stage.ts';
import { entryOf, type LogEntry, poolResource, serviceResource } from '../../deploy/replay/log-entry.ts';
import type { MetricValue } from '../../deploy/replay/metric-point.ts';
import type { Recording } from '../../deploy/replay/replay.ts';

/** Doors write their counts every ten seconds. */
const FLUSH_MS = 10_800;

export interface Recorder {
  /** Sends a request as one of its callers would, and records the answer as Cloud Run counts it. */
  call(door: string, init: RequestInit, path?: string): Promise<number>;
  /** Calls a door as Cloud Scheduler does, and records the entry that Scheduler writes about it. */
  schedule(job: string, door: string, init: RequestInit): Promise<number>;
  /** Lines of a process beside the stage's own. */
  add(lines: readonly string[], resource: LogEntry['resource']): void;
  /** The value of a metric that Google writes. */
  measure(value: MetricValue): void;
  wait(subscription: string, ageSeconds: number): void;
  /** Waits until the last counts are written, and returns everything since the last recording. */
  take(): Promise<Recording>;
}

export function createRecorder(stage: Pick<Stage, 'functions' | 'worker' | 'uriOf'>): Recorder {
  const sources = (): readonly (readonly [readonly string[], LogEntry['resource']])[] => [
    ...[...stage.functions.output].map(([door, lines]) => [lines, serviceResource(`penstock-${door}`)] as const),
    [stage.worker.output, poolResource('penstock-worker')],
  ];
  const read = new Map<readonly string[], number>();
  const entries: LogEntry[] = [];
  const values: MetricValue[] = [];
  const waiting: { subscription: string; ageSeconds: number }[] = [];
  const call = async (door: string, init: RequestInit, path = '/'): Promise<number> => {
    const response = await fetch(`${stage.uriOf(`penstock-${door}`)}${path}`, { method: 'POST', ...init });
    await response.arrayBuffer();
    values.push(requestValue(`penstock-${door}`, response.status));
    return response.status;
  };
  return {
    call,
    schedule: async (job, door, init) => {
      const status = await call(door, init);
      entries.push({
        severity: status < 300 ? 'INFO' : 'ERROR',
        resource: { type: 'cloud_scheduler_job', labels: { job_id: job, location: 'us-central1' } },
        jsonPayload: { '@type': 'type.googleapis.com/google.cloud.scheduler.logging.AttemptFinished', status },
      });
      return status;
    },
    add: (lines, resource) => void entries.push(...lines.map((line) => entryOf(line, resource))),
    measure: (value) => void values.push(value),
    wait: (subscription, ageSeconds) => void waiting.push({ subscription, ageSeconds }),
    take: async () => {
      await new Promise((resolve) => setTimeout(resolve, FLUSH_MS));
      for (const [lines, resource] of sources()) {
        entries.push(...lines.slice(read.get(lines) ?? 0).map((line) => entryOf(line, resource)));
        read.set(lines, lines.length);
      }
      return { entries: entries.splice(0), values: values.splice(0), waiting: waiting.splice(0) };
    },
  };
}

function requestValue(service: string, status: number): MetricValue {
  return {
    type: 'run.googleapis.com/request_count',
    labels: { response_code: String(status), response_code_class: `${Math.floor(status / 100)}xx` },
    resource: { type: 'cloud_run_revision', labels: { service_name: service } },
    value: 1,
  };
}
