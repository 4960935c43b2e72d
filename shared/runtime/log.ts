/**
 * Structured logs for Cloud Logging: one JSON line an event. One wide line per unit of work carries its counts and
 * timings. A payload, a secret or a credential is never logged; errors are logged by code, message and stack.
 */

import { messageOf, PenstockError } from './errors.ts';

export type Severity = 'DEBUG' | 'INFO' | 'NOTICE' | 'WARNING' | 'ERROR' | 'CRITICAL';
export type Fields = Readonly<Record<string, unknown>>;

export interface Logger {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warning(message: string, fields?: Fields): void;
  error(message: string, error: unknown, fields?: Fields): void;
  /** A logger that adds these fields to every line: the trace, the function, the window. */
  with(fields: Fields): Logger;
}

export interface LogOptions {
  /** The output of lines. Default: standard output. */
  readonly write?: (line: string) => void;
  /** The least severity that is written. Default INFO. */
  readonly level?: Severity;
  readonly fields?: Fields;
  /** Fields that are asked for at every line: the trace of the unit of work that writes it. */
  readonly context?: () => Fields;
  readonly now?: () => number;
}

const ORDER: readonly Severity[] = ['DEBUG', 'INFO', 'NOTICE', 'WARNING', 'ERROR', 'CRITICAL'];

export function createLogger(options: LogOptions = {}): Logger {
  const write = options.write ?? ((line) => process.stdout.write(line));
  const now = options.now ?? Date.now;
  const { context } = options;
  const least = ORDER.indexOf(options.level ?? 'INFO');
  const make = (bound: Fields): Logger => {
    const line = (severity: Severity, message: string, fields: Fields): void => {
      if (ORDER.indexOf(severity) < least) return;
      const time = new Date(now()).toISOString();
      write(`${toJson({ severity, time, message, ...bound, ...context?.(), ...fields })}\n`);
    };
    return {
      debug: (message, fields = {}) => line('DEBUG', message, fields),
      info: (message, fields = {}) => line('INFO', message, fields),
      warning: (message, fields = {}) => line('WARNING', message, fields),
      error: (message, error, fields = {}) => line('ERROR', message, { ...errorFields(error), ...fields }),
      with: (fields) => make({ ...bound, ...fields }),
    };
  };
  return make(options.fields ?? {});
}

/** `stack_trace` is the key that Error Reporting groups by. */
export function errorFields(error: unknown): Fields {
  if (!(error instanceof Error)) return { error_message: String(error) };
  const base = { error_message: error.message, stack_trace: error.stack };
  if (!(error instanceof PenstockError)) return { ...base, exception_class: error.name };
  return { ...base, error_code: error.code, error_kind: error.kind, error_stage: error.stage, ...error.context };
}

/** BigInt has no JSON form of its own; a replacer for it slows every line, so it is called where one is met. */
function toJson(line: Fields): string {
  try {
    return JSON.stringify(line);
  } catch {
    return withoutTrouble(line);
  }
}

/** A line that is about a failure must not be another one: what has no JSON form at all is named and left out. */
function withoutTrouble(line: Fields): string {
  const told = Object.entries(line).map(([name, field]) => {
    try {
      const text = JSON.stringify(field, (_key, value: unknown) =>
        typeof value === 'bigint' ? value.toString() : value,
      );
      return [name, text === undefined ? undefined : JSON.parse(text)];
    } catch (error) {
      return [name, `not shown: ${messageOf(error).split('\n', 1)[0]}`];
    }
  });
  return JSON.stringify(Object.fromEntries(told));
}
