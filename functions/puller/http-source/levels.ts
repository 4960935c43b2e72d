/** Parents: fixed lists and the rows of other requests, whose values feed the path, the query or the body of the next. */

import { SourceError } from '../source.ts';
import { inOrder } from './ahead.ts';
import type { Span } from './bounds.ts';
import { exactJsonText } from './decode/exact-json.ts';
import { compileEndpoint } from './endpoint.ts';
import { pathOf, pathText, valueAt } from './json-path.ts';
import { type Endpointed, type ListingParts, rawPages } from './listing.ts';
import type { Asking } from './requester.ts';
import { compileRows } from './rows/rows.ts';
import type { LevelConfig } from './source-config.ts';
import { compileSpans } from './span.ts';
import { parseTemplate, type Values } from './template.ts';
import { compileRules } from './verdict.ts';

export type Parent = Readonly<Record<string, unknown>>;

export interface LevelContext {
  readonly listing: ListingParts;
  readonly values: Values;
  /** From the source's start to the window's end. */
  readonly history: Span;
  readonly asking: Asking;
  readonly secrets: (endpointed: Endpointed) => Promise<Readonly<Record<string, string>>>;
  readonly concurrency: number;
  readonly mostParents: number;
}

export type ReadParents = (context: LevelContext) => Promise<readonly Parent[]>;

type Level = (parent: Parent, context: LevelContext) => AsyncIterable<Parent>;

/** The parents of the last level, each with the fields of those above it. One empty parent where there are no levels. */
export function compileLevels(configs: readonly LevelConfig[]): ReadParents {
  const levels = configs.map(compileLevel);
  return async (context) => {
    let parents: readonly Parent[] = [{}];
    for (const level of levels) {
      const found = new Map<string, Parent>();
      const tasks = parents.map((parent) => () => level(parent, context));
      for await (const parent of inOrder(tasks, context.concurrency, AHEAD)) {
        // A parent that is listed twice has its children once.
        found.set(exactJsonText(parent), parent);
        if (found.size > context.mostParents) {
          throw new SourceError(
            'fail',
            'INPUT_TOO_LARGE',
            `The source has more than ${context.mostParents} parents: narrow their request, or raise limits.parents.`,
          );
        }
      }
      parents = [...found.values()];
    }
    return parents;
  };
}

const AHEAD = 100;

function compileLevel(config: LevelConfig): Level {
  if ('list' in config) {
    return async function* fixed(parent, { values }) {
      const items = 'settings' in config.list ? valueAt(values.settings, [config.list.settings]) : config.list;
      if (!Array.isArray(items))
        throw new SourceError('fail', 'CONFIG_INVALID', `The setting for {parent.${config.as}} is no list.`);
      for (const item of items) yield { ...parent, [config.as]: item };
    };
  }
  const { request, paging, rows, fields, errors = [] } = config;
  const first = paging.kind === 'token' && paging.first !== undefined ? parseTemplate(paging.first) : undefined;
  const endpointed: Endpointed = {
    endpoint: compileEndpoint(request, paging, rows.format),
    paging,
    firstValue: first,
    rows,
  };
  const rules = compileRules(errors);
  const mapper = compileRows(rows);
  const spans = compileSpans(config.window ?? { kind: 'snapshot' });
  const paths = Object.entries(fields).map(([name, path]) => [name, pathOf(path)] as const);
  return async function* listed(parent, context) {
    const secret = await context.secrets(endpointed);
    const asking = { ...context.asking, rules, decode: rows };
    for (const span of config.window === undefined ? [context.history] : spans.steps(context.history)) {
      const values: Values = { ...context.values, secret, parent, window: spans.asked(span, 0) };
      for await (const page of rawPages(context.listing, endpointed, values, asking, () => false)) {
        const mapped = mapper.map(page.rows, {
          values,
          span: undefined,
          landed: undefined,
          seen: undefined,
          keepKeys: false,
          newestFirst: false,
        });
        for (const row of mapped.rows) yield { ...parent, ...fieldsOf(row, paths) };
      }
    }
  };
}

function fieldsOf(row: Parent, paths: readonly (readonly [string, readonly string[]])[]): Parent {
  return Object.fromEntries(
    paths.map(([name, path]) => {
      const value = valueAt(row, path);
      if (value === undefined || value === null) {
        throw new SourceError(
          'fail',
          'INPUT_INVALID',
          `A parent has nothing at ${pathText(path)}, which {parent.${name}} stands for.`,
        );
      }
      return [name, value];
    }),
  );
}
