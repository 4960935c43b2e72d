/** Checks of a source file that a schema cannot express: keys that belong together, and keys that the kind would ignore. */

import type { ReportProblem } from '@penstock/shared/config/files.ts';
import type { Path } from '@penstock/shared/config/path.ts';
import { isJsonObject } from '@penstock/shared/runtime/json-object.ts';
import { pathOf } from '../http-source/json-path.ts';
import type { PagingConfig, RequestConfig, RowsConfig } from '../http-source/source-config.ts';
import { authRules } from './auth-rules.ts';
import { literalSecrets } from './secret-rules.ts';
import type { SourceFile } from './source-file.ts';
import { templateRules } from './template-rules.ts';
import { windowRules } from './window-rules.ts';

/** The keys that mean nothing to a module, which does its own asking. */
const HTTP_KEYS = [
  'request',
  'export',
  'auth',
  'paging',
  'rows',
  'each',
  'errors',
  'rate',
  'concurrency',
  'limits',
  'hosts',
  'credentialOrigins',
  'secrets',
] as const;

export function sourceFileRules(file: SourceFile, report: ReportProblem): void {
  if (file.module !== undefined) {
    for (const key of HTTP_KEYS) if (file[key] !== undefined) report([key], 'nothing: module does its own asking');
    return;
  }
  if (file.rows === undefined) report(['rows'], 'where the rows are in an answer');
  if ((file.request === undefined) === (file.export === undefined)) report(['request'], 'either request or export');
  requestRules(file, report);
  for (const [index, level] of (file.each ?? []).entries()) {
    if (!('request' in level)) continue;
    const at = ['each', index];
    pagingRules(level.paging, level.request, [...at, 'paging'], report);
    rowsRules(level.rows, [...at, 'rows'], report);
    literalSecrets(level.request, [...at, 'request'], report);
  }
  errorRules(file, report);
  if (file.concurrency !== undefined && file.each === undefined)
    report(['concurrency'], 'nothing: there are no parents (each)');
  if ((file.rate?.reset === undefined) !== (file.rate?.remaining === undefined))
    report(['rate'], 'remaining and reset together');
  authRules(file, report);
  templateRules(file, report);
  windowRules(file, report);
}

function requestRules(file: SourceFile, report: ReportProblem): void {
  const { request, export: job, paging, rows } = file;
  if (rows !== undefined) rowsRules(rows, ['rows'], report);
  if (request !== undefined) {
    literalSecrets(request, ['request'], report);
    if (paging === undefined) report(['paging'], 'how the listing goes on, or { kind: none }');
    else pagingRules(paging, request, ['paging'], report);
  }
  if (job === undefined) return;
  if (paging !== undefined) report(['paging'], 'nothing: an export is paged by export.download.paging');
  literalSecrets(job.create, ['export', 'create'], report);
  literalSecrets(job.poll.request, ['export', 'poll', 'request'], report);
  if ('request' in job.download)
    pagingRules(job.download.paging, job.download.request, ['export', 'download', 'paging'], report);
}

function pagingRules(paging: PagingConfig, request: RequestConfig, at: Path, report: ReportProblem): void {
  if (paging.kind === 'none') return;
  if (paging.end.shortPage === true && paging.size === undefined)
    report([...at, 'size'], 'the rows of a full page, because end.shortPage is set');
  if (paging.sizeIn !== undefined && paging.size === undefined)
    report([...at, 'size'], 'the rows of a full page, because sizeIn is set');
  if (paging.sizeIn?.in === 'path')
    report([...at, 'sizeIn'], 'a query parameter, a header, a form field or a place in the JSON body');
  if (paging.sizeIn?.in === 'json' && !isPlace(request.json))
    report([...at, 'sizeIn'], 'another place, because request.json is no object');
  if (paging.kind === 'url') return;
  for (const [index, name] of (paging.firstOnly ?? []).entries())
    if (!Object.hasOwn(request.query ?? {}, name))
      report([...at, 'firstOnly', index], 'the name of a parameter in request.query');
  if (paging.in.in === 'json' && !isPlace(request.json))
    report([...at, 'in'], 'another place, because request.json is no object');
  const inPath = paging.in.in === 'path';
  const named = JSON.stringify(request).includes('{page}');
  if (inPath && !named) report([...at, 'in'], 'a request with the placeholder {page}');
  if (!inPath && named) report([...at, 'in'], '{ in: path }, because the request has the placeholder {page}');
  const sent = paging.kind === 'token' ? paging.first !== undefined : paging.sendFirst;
  if (inPath && !sent)
    report(
      [...at, paging.kind === 'token' ? 'first' : 'sendFirst'],
      'a value for the first request, because {page} needs one',
    );
  if (paging.in.in === 'json' && (request.form !== undefined || request.text !== undefined))
    report([...at, 'in'], 'a place in the body that is sent');
  if (paging.in.in === 'form' && (request.json !== undefined || request.text !== undefined))
    report([...at, 'in'], 'a place in the body that is sent');
  if (paging.kind === 'token') return;
  if (paging.end.noValue !== undefined)
    report([...at, 'end', 'noValue'], 'nothing: a counted page always has a next one');
  if (paging.kind === 'offset' && paging.advance === 'size' && paging.size === undefined)
    report([...at, 'size'], 'the rows of a full page, because advance is size');
  if ('by' in paging.order && !hasParameter(request, paging.order.by))
    report([...at, 'order', 'by'], 'a parameter of the request, or { none: reason }');
}

/** Whether a value can be put into the JSON body. */
function isPlace(json: unknown): boolean {
  return json === undefined || isJsonObject(json);
}

function hasParameter({ query = {}, form = {}, json, url }: RequestConfig, name: string): boolean {
  return name in query || name in form || JSON.stringify(json ?? '').includes(`"${name}"`) || url.includes(`${name}=`);
}

function rowsRules(rows: RowsConfig, at: Path, report: ReportProblem): void {
  const root = pathOf(rows.at).length === 0;
  const list = rows.format === 'csv' || rows.format === 'ndjson';
  if (root && rows.expect === undefined && !list)
    report([...at, 'expect'], 'list, object or either, because the row path is the root');
  if (root && rows.expect === 'either' && rows.require === undefined)
    report([...at, 'require'], 'fields that prove a row, because an error object at the root would land as one');
  if (rows.csv !== undefined && rows.format !== 'csv') report([...at, 'csv'], 'nothing: the format is not csv');
  if (list && !root) report([...at, 'at'], `the root, because ${rows.format} has no path`);
  if (rows.repeats === 'drop' && rows.key === undefined)
    report([...at, 'key'], 'what names a row, because repeats is drop');
}

function errorRules({ errors = [], each, window }: SourceFile, report: ReportProblem): void {
  for (const [index, rule] of errors.entries()) {
    const at = ['errors', index];
    if (rule.status === undefined && rule.when === undefined) report(at, 'a status, a predicate (when), or both');
    if (rule.action === 'skip' && each === undefined)
      report(
        [...at, 'action'],
        'another action: without parents (each) there is nothing to go on with; empty ends the listing',
      );
    if (rule.action === 'split' && window.kind !== 'range')
      report([...at, 'action'], 'another action: only a window of the kind range can be split');
    if (rule.wait !== undefined && rule.action !== 'retry' && rule.action !== 'wait')
      report([...at, 'wait'], 'nothing: the action does not wait');
  }
}
