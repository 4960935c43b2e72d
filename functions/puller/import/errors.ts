/** Error handlers of a manifest as rules. */

import type { PredicateConfig } from '../http-source/predicate.ts';
import type { ErrorActionConfig, ErrorRuleConfig, WaitConfig } from '../http-source/source-config.ts';
import { type Component, listAt, textAt } from './manifest.ts';
import { convertCondition, type PredicateContext } from './predicates.ts';

const LATER = [429, 500, 502, 503, 504];

/** The place of a handler: whether there are parents, of which one may be passed over, and whether it follows another. */
export interface HandlerPlace {
  readonly skipped: boolean;
  readonly isLater?: boolean;
}

export function convertErrors(
  handler: Component | undefined,
  place: HandlerPlace,
  context: PredicateContext,
  path: string,
): readonly ErrorRuleConfig[] {
  if (handler === undefined) return [];
  if (handler.type === 'CompositeErrorHandler') {
    return (listAt(handler, 'error_handlers') as readonly Component[]).flatMap((one, index) =>
      convertErrors(
        one,
        { ...place, isLater: place.isLater === true || index > 0 },
        context,
        `${path}.error_handlers.${index}`,
      ),
    );
  }
  if (handler.type !== undefined && handler.type !== 'DefaultErrorHandler') {
    context.findings.problem(path, `the error handler ${String(handler.type)} is not carried over`);
    return [];
  }
  const filters = (listAt(handler, 'response_filters') as readonly Component[]).flatMap((filter, index) =>
    convertFilter(filter, place, context, `${path}.response_filters.${index}`),
  );
  const waits = (listAt(handler, 'backoff_strategies') as readonly Component[]).flatMap((strategy, index) =>
    convertWait(strategy, context, `${path}.backoff_strategies.${index}`),
  );
  return [...filters, ...(waits.length === 0 ? [] : [{ status: LATER, action: 'retry' as const, wait: waits }])];
}

/** The parts of a filter hold one by one: a status, or a predicate, or a message. */
function convertFilter(
  filter: Component,
  place: HandlerPlace,
  context: PredicateContext,
  path: string,
): readonly ErrorRuleConfig[] {
  if (filter.type !== undefined && filter.type !== 'HttpResponseFilter') {
    context.findings.problem(path, `the filter ${String(filter.type)} is not carried over`);
    return [];
  }
  // Without an action a filter only words the message of an error.
  if (filter.action === undefined) return [];
  const action = actionOf(filter, place.skipped);
  if (action === undefined) {
    context.findings.problem(`${path}.action`, `the action ${String(filter.action)} is not carried over`);
    return [];
  }
  const passes = action === 'skip' || action === 'empty';
  const kept = statusesOf(filter, passes, context, path);
  const predicate = textAt(filter, 'predicate');
  const when =
    predicate === undefined || predicate === '' ? undefined : convertCondition(predicate, context, `${path}.predicate`);
  if (when === true) context.findings.problem(`${path}.predicate`, 'the condition holds for every answer');
  const message = textAt(filter, 'error_message_contains');
  return [
    ...(kept.length === 0 ? [] : [{ status: kept, action }]),
    ...(typeof when === 'object' ? predicated(when, action, place, context, `${path}.predicate`) : []),
    ...(message === undefined || message === ''
      ? []
      : [{ status: passes ? PASSED : REFUSED, when: { any: messageHas(message) }, action }]),
  ];
}

/** A success that is passed over is taken, as the manifest's engine takes it. */
function statusesOf(
  filter: Component,
  passes: boolean,
  { findings }: PredicateContext,
  path: string,
): readonly number[] {
  const statuses = listAt(filter, 'http_codes')
    .map(Number)
    .filter((status) => status >= (passes ? 400 : 100) && status <= 599);
  const lost = passes ? statuses.filter((status) => status === 429 || status >= 500) : [];
  if (lost.length > 0)
    findings.note(
      `${path}.http_codes`,
      `${lost.join(', ')} as ${String(filter.action)} is not carried over: rows would be lost in a window that ends well. It is retried`,
    );
  return statuses.filter((status) => !lost.includes(status));
}

/**
 * The engine of the manifest takes the rows of a success that a filter passes over, and asks the first handler alone about
 * a success. So a success is passed over only where it has no rows at all.
 */
function predicated(
  when: PredicateConfig,
  action: ErrorActionConfig,
  { isLater }: HandlerPlace,
  { rowPath, findings }: PredicateContext,
  path: string,
): readonly ErrorRuleConfig[] {
  const passes = action === 'skip' || action === 'empty';
  if (isLater === true) findings.note(path, 'a success is judged by the first error handler alone, as by its engine');
  if (!passes) return [isLater === true ? { status: REFUSED, when, action } : { when, action }];
  const star = rowPath.indexOf('*');
  const at = star < 0 ? rowPath : rowPath.slice(0, star);
  const rowless = { all: [when, { at, absent: true as const }] };
  return [{ status: PASSED, when, action }, ...(at.length === 0 ? [] : [{ status: TAKEN, when: rowless, action }])];
}

/** A message is looked for in errors, and not in rows. */
const REFUSED = [400, 401, 402, 403, 404, 405, 406, 409, 410, 412, 413, 422, 423, 429, 500, 502, 503, 504];
/** Refusals that may be passed over: 429 and 5xx say nothing of whether there are rows. */
const PASSED = REFUSED.filter((status) => status < 500 && status !== 429);
const TAKEN = [200, 201, 202, 203, 206];

/** The keys in which the engine of the manifest looks for the message of an error. */
const MESSAGES = [
  'message',
  'messages',
  'error',
  'errors',
  'failures',
  'failure',
  'detail',
  'err',
  'error_message',
  'msg',
  'reason',
  'status_message',
  '0',
];

function messageHas(contains: string): readonly PredicateConfig[] {
  return MESSAGES.map((key) => ({ at: [key], contains }));
}

function actionOf({ action }: Component, skipped: boolean): ErrorActionConfig | undefined {
  switch (action) {
    case 'FAIL':
      return 'fail';
    case 'RETRY':
    case 'RATE_LIMITED':
      return 'retry';
    case 'IGNORE':
    case 'SUCCESS':
      return skipped ? 'skip' : 'empty';
    case 'REFRESH_TOKEN_THEN_RETRY':
      return 'reauth';
    case 'RESET_PAGINATION':
      return 'relist';
    default:
      return undefined;
  }
}

function convertWait(strategy: Component, context: PredicateContext, path: string): readonly WaitConfig[] {
  const header = textAt(strategy, 'header') ?? '';
  const match = textAt(strategy, 'regex');
  const grouped = match === undefined ? {} : { match: match.includes('(') ? match : `(${match})` };
  const waitIn = (at: string, as: 'seconds' | 'epoch-s'): readonly WaitConfig[] => {
    if (at !== '') return [{ from: 'header', at, as, ...grouped }];
    context.findings.problem(`${path}.header`, 'it has no value');
    return [];
  };
  switch (strategy.type) {
    case 'WaitTimeFromHeader':
      return waitIn(header, 'seconds');
    case 'WaitUntilTimeFromHeader':
      return waitIn(header, 'epoch-s');
    case 'ConstantBackoffStrategy':
    case 'ExponentialBackoffStrategy':
      return [];
    default:
      context.findings.problem(path, `the backoff ${String(strategy.type)} is not carried over`);
      return [];
  }
}
