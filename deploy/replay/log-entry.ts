/** Lines that a process writes, as the log entries that Cloud Logging makes of them on Cloud Run. */

export interface LogEntry {
  readonly severity: string;
  readonly resource: { readonly type: string; readonly labels: Readonly<Record<string, string>> };
  readonly jsonPayload?: Readonly<Record<string, unknown>>;
  readonly textPayload?: string;
}

/** The fields of a JSON line that become fields of the entry and leave the payload. */
const SPECIAL = new Set(['severity', 'time', 'logging.googleapis.com/trace', 'logging.googleapis.com/spanId']);

export function serviceResource(name: string): LogEntry['resource'] {
  return { type: 'cloud_run_revision', labels: { service_name: name } };
}

export function poolResource(name: string): LogEntry['resource'] {
  return { type: 'cloud_run_worker_pool', labels: { worker_pool_name: name } };
}

/** A line of JSON is a payload with its severity; any other line is text without one. */
export function entryOf(line: string, resource: LogEntry['resource']): LogEntry {
  const object = objectOf(line);
  if (object === undefined) return { severity: 'DEFAULT', resource, textPayload: line };
  const payload = Object.entries(object).filter(([name]) => !SPECIAL.has(name));
  return { severity: String(object.severity ?? 'DEFAULT'), resource, jsonPayload: Object.fromEntries(payload) };
}

function objectOf(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
