/** Error handlers of a manifest as rules. */

import type { ErrorActionConfig, ErrorRuleConfig, WaitConfig } from '../http-source/source-config.ts';
import { type Component, listAt, textAt } from './manifest.ts';
import { convertCondition, type PredicateContext } from './predicates.ts';

const LATER = [429, 500, 502, 503, 504];

/** `skipped`: there are parents, of which one may be passed over. */
export function convertErrors(
  handler: Component | undefined,
  skipped: boolean,
  context: PredicateContext,
  path: string,
): readonly ErrorRuleConfig[] {
  if (handler === undefined) return [];
  if (handler.type === 'CompositeErrorHandler') {
    return (listAt(handler, 'error_handlers') as readonly Component[]).flatMap((one, index) =>
      convertErrors(one, skipped, context, `${path}.error_handlers.${index}`),
    );
  }
  if (handler.type !== undefined && handler.type !== 'DefaultErrorHandler') {
    context.findings.problem(path, `the error handler ${String(handler.type)} is not carried over`);
    return [];
  }
  const filters = (listAt(handler, 'response_filters') as readonly Component[]).flatMap((filter, index) =>
    convertFilter(filter, skipped, context, `${path}.response_filters.${index}`),
  );
  const waits = (listAt(handler, 'backoff_strategies') as readonly Component[]).flatMap((strategy, index) =>
    convertWait(strategy, context, `${path}.backoff_strategies.${index}`),
  );
  return [...filters, ...(waits.length === 0 ? [] : [{ status: LATER, action: 'retry' as const, wait: waits }])];
}

/** The parts of a filter hold one by one: a status, or a predicate, or a message. */
function convertFilter(
  filter: Component,
  skipped: boolean,
  context: PredicateContext,
  path: string,
): readonly ErrorRuleConfig[] {
  if (filter.type !== undefined && filter.type !== 'HttpResponseFilter') {
    context.findings.problem(path, `the filter ${String(filter.type)} is not carried over`);
    return [];
  }
  const action = actionOf(filter, skipped);
  if (action === undefined) {
    context.findings.problem(`${path}.action`, `the action ${String(filter.action)} is not carried over`);
    return [];
  }
  const passes = action === 'skip' || action === 'empty';
  const statuses = listAt(filter, 'http_codes')
    .map(Number)
    .filter((status) => status >= 100 && status <= 599);
  const lost = passes ? statuses.filter((status) => status === 429 || status >= 500) : [];
  if (lost.length > 0)
    context.findings.note(
      `${path}.http_codes`,
      `${lost.join(', ')} as ${String(filter.action)} is not carried over: rows would be lost in a window that ends well. It is retried`,
    );
  const kept = statuses.filter((status) => !lost.includes(status));
  const predicate = textAt(filter, 'predicate');
  const when =
    predicate === undefined || predicate === '' ? undefined : convertCondition(predicate, context, `${path}.predicate`);
  if (when === true) context.findings.problem(`${path}.predicate`, 'the condition holds for every answer');
  const message = textAt(filter, 'error_message_contains');
  return [
    ...(kept.length === 0 ? [] : [{ status: kept, action }]),
    ...(typeof when === 'object' ? [{ when, action }] : []),
    ...(message === undefined || message === ''
      ? []
      : [{ status: FAILURES, when: { at: '', contains: message }, action }]),
  ];
}

/** A message is looked for in errors, and not in rows. */
const FAILURES = [400, 401, 402, 403, 404, 405, 406, 409, 410, 412, 413, 422, 429, 500, 502, 503, 504];

function actionOf({ action }: Component, skipped: boolean): ErrorActionConfig | undefined {
  switch (action) {
    case undefined:
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
