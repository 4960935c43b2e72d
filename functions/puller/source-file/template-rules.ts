/** Which placeholders a text of a source file may have: each must have a value where the text is filled. */

import type { ReportProblem } from '@penstock/shared/config/files.ts';
import type { Path } from '@penstock/shared/config/path.ts';
import { messageOf } from '@penstock/shared/runtime/errors.ts';
import { compilePredicate, type PredicateConfig, regexOf } from '../http-source/predicate.ts';
import type { RequestConfig } from '../http-source/source-config.ts';
import { type Placeholder, parseTemplate, placeholdersOf, type Scope } from '../http-source/template.ts';
import type { SourceFile } from './source-file.ts';

export function templateRules(file: SourceFile, report: ReportProblem): void {
  const { request, export: job, each = [], rows, auth, paging } = file;
  const check = new TemplateCheck(file, report);
  const parents: string[] = [];
  for (const [index, level] of each.entries()) {
    const at = ['each', index];
    if ('list' in level) {
      if (!Array.isArray(level.list))
        check.setting((level.list as { readonly settings: string }).settings, [...at, 'list', 'settings']);
      parents.push(level.as);
      continue;
    }
    const scopes: Scope[] = [
      'settings',
      'secret',
      'parent',
      'page',
      ...(level.window === undefined ? [] : (['window'] as const)),
    ];
    check.all(level.request, [...at, 'request'], scopes, parents);
    check.all(level.rows.steps, [...at, 'rows', 'steps'], ['settings', 'row', 'parent'], parents);
    parents.push(...Object.keys(level.fields));
  }
  const asked: Scope[] = ['settings', 'secret', 'parent', 'page', 'window'];
  check.all(request, ['request'], asked, parents);
  if (job !== undefined) {
    check.all(job.create, ['export', 'create'], asked, parents);
    check.all(job.poll.request, ['export', 'poll', 'request'], ['settings', 'secret', 'parent', 'job'], parents);
    if ('request' in job.download)
      check.all(
        job.download.request,
        ['export', 'download', 'request'],
        ['settings', 'secret', 'parent', 'job', 'page'],
        parents,
      );
  }
  if (paging?.kind === 'token') check.all(paging.first, ['paging', 'first'], ['settings', 'window', 'parent'], parents);
  check.all(rows?.steps, ['rows', 'steps'], ['settings', 'row', 'parent', 'window'], parents);
  const { kind: _, ...texts } = auth ?? { kind: 'none' };
  check.all(texts, ['auth'], ['settings', 'secret'], []);
  check.bounds(request ?? job?.create);
  check.expressions(file);
}

class TemplateCheck {
  readonly #file: SourceFile;
  readonly #report: ReportProblem;

  constructor(file: SourceFile, report: ReportProblem) {
    this.#file = file;
    this.#report = report;
  }

  /** Every text inside the value. */
  all(value: unknown, at: Path, scopes: readonly Scope[], parents: readonly string[]): void {
    if (typeof value === 'string') this.#text(value, at, scopes, parents);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inside] of Object.entries(value)) {
        this.all(inside, [...at, Array.isArray(value) ? Number(key) : key], scopes, parents);
      }
    }
  }

  setting(name: string, at: Path): void {
    if (this.#file.settings?.[name] === undefined)
      this.#report(['settings', name], `a value, because ${at.join('.')} names it`, 'nothing');
  }

  /** A range sends both bounds, or else the kind is another. */
  bounds(request: RequestConfig | undefined): void {
    const { window, paging } = this.#file;
    if (window.kind !== 'range' || request === undefined) return;
    const sent = JSON.stringify(request) + (paging?.kind === 'token' ? (paging.first ?? '') : '');
    for (const bound of ['from', 'to']) {
      if (!sent.includes(`{window.${bound}`)) {
        this.#report(['window', 'kind'], `another kind: the request has no {window.${bound}}`);
      }
    }
  }

  #text(text: string, at: Path, scopes: readonly Scope[], parents: readonly string[]): void {
    try {
      for (const placeholder of placeholdersOf(parseTemplate(text)))
        this.#placeholder(placeholder, at, scopes, parents);
    } catch (error) {
      this.#report(at, messageOf(error));
    }
  }

  #placeholder(
    { scope, path, source, optional, format }: Placeholder,
    at: Path,
    scopes: readonly Scope[],
    parents: readonly string[],
  ): void {
    const name = path[0] as string;
    const { kind } = this.#file.window;
    const bounded = kind === 'range' || kind === 'since' || at[0] === 'each';
    if (!scopes.includes(scope)) this.#report(at, `placeholders of ${scopes.join(', ')}`, `{${source}}`);
    else if (scope === 'window' && typeof format !== 'object' && at[0] !== 'rows' && !bounded) {
      this.#report(
        at,
        `a format, as in {${source}:date}: a window of the kind ${kind} sends no bounds of its own`,
        `{${source}}`,
      );
    } else if (scope === 'parent' && !parents.includes(name))
      this.#report(
        at,
        parents.length === 0 ? 'no {parent.…}: there are no parents (each)' : `{parent.…} of ${parents.join(', ')}`,
        `{${source}}`,
      );
    else if (scope === 'secret' && this.#file.secrets?.[name] === undefined)
      this.#report(['secrets', name], `a version in Secret Manager, because ${at.join('.')} names it`, 'nothing');
    else if (scope === 'settings' && !optional) this.setting(name, at);
  }

  /** Regular expressions, wherever they are. */
  expressions(file: SourceFile): void {
    const compile = (at: Path, work: () => unknown): void => {
      try {
        work();
      } catch (error) {
        this.#report(at, messageOf(error));
      }
    };
    const visit = (value: unknown, at: Path): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inside] of Object.entries(value)) {
        const here = [...at, Array.isArray(value) ? Number(key) : key];
        if (key === 'match' && typeof inside === 'string') compile(here, () => oneGroup(inside));
        else if ((key === 'when' || key === 'filter') && typeof inside === 'object')
          compile(here, () => compilePredicate(inside as PredicateConfig));
        else if (key !== 'to' && key !== 'json') visit(inside, here);
      }
    };
    visit(file, []);
  }
}

function oneGroup(text: string): void {
  // With an empty alternative it matches the empty text, and its match has a place for each group.
  const found = new RegExp(`${regexOf(text).source}|`, 'u').exec('') as RegExpExecArray;
  if (found.length !== 2) throw new Error('a regular expression with one group');
}
