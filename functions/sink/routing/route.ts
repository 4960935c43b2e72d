/** Which route a message takes, and to which table: a pure function of its attributes. */

import { formatTableName, parseTableName, type TableName } from '@penstock/shared/bigquery/table-name.ts';
import { messageOf } from '@penstock/shared/runtime/errors.ts';
import type { Attributes } from '../message.ts';
import { compileMatch, type Match, type Matcher } from './match.ts';
import { compileTemplate, type Template, tableNormalisation } from './template.ts';

export interface RouteRule {
  readonly name: string;
  /** Names of inputs: full names of subscriptions. */
  readonly from?: readonly string[] | undefined;
  readonly match?: Match | undefined;
  /** `[project.]dataset.table` with `${attribute}` and `${attribute:-default}`. */
  readonly table: string;
}

export interface Destination {
  /** `project.dataset.table`. */
  readonly name: string;
  readonly table: TableName;
}

export type Routing<R extends RouteRule> =
  | { readonly kind: 'routed'; readonly route: R; readonly destination: Destination }
  | { readonly kind: 'unroutable'; readonly route: R; readonly reason: string }
  /** `skipped` says of each route in turn why it does not match. */
  | { readonly kind: 'no-route'; readonly skipped: readonly string[] };

export interface Router<R extends RouteRule> {
  /** `input` is the name of the input that the message came by. */
  route(attributes: Attributes, input: string): Routing<R>;
}

interface CompiledRoute<R extends RouteRule> {
  readonly route: R;
  readonly matcher: RouteMatcher;
  readonly template: Template;
  /** For a table that no attribute names. */
  readonly fixed: Routing<R> | undefined;
  readonly destinations: Map<string, Routing<R>>;
}

/** Names that were made are remembered, so that a message costs a look-up and no parsing. */
const REMEMBERED = 10_000;

export function createRouter<R extends RouteRule>(routes: readonly R[], defaultProject: string): Router<R> {
  const normalise = tableNormalisation();
  const compiled: readonly CompiledRoute<R>[] = routes.map((route) => {
    const template = compileTemplate(route.table, normalise);
    return {
      route,
      matcher: fromOnly(route.from, compileMatch(route.match ?? {})),
      template,
      fixed: template.attributes.length === 0 ? parsed(route, route.table, defaultProject) : undefined,
      destinations: new Map(),
    };
  });
  return {
    route: (attributes, input) => {
      for (const one of compiled)
        if (one.matcher(attributes, input) === undefined)
          return one.fixed ?? destinationOf(one, attributes, defaultProject);
      return {
        kind: 'no-route',
        skipped: compiled.map(({ route, matcher }) => `${route.name}: ${matcher(attributes, input)}`),
      };
    },
  };
}

type RouteMatcher = (attributes: Attributes, input: string) => string | undefined;

function fromOnly(from: readonly string[] | undefined, matcher: Matcher): RouteMatcher {
  if (from === undefined) return matcher;
  return (attributes, input) =>
    from.includes(input) ? matcher(attributes) : 'is not for messages of this subscription';
}

function destinationOf<R extends RouteRule>(
  one: CompiledRoute<R>,
  attributes: Attributes,
  project: string,
): Routing<R> {
  const { route, template, destinations } = one;
  const filled = template.fill(attributes);
  if ('missing' in filled) {
    const reason = `the table ${template.text} needs attribute ${filled.missing}, which is missing or empty`;
    return { kind: 'unroutable', route, reason };
  }
  const known = destinations.get(filled.value);
  if (known !== undefined) return known;
  const routing = parsed(route, filled.value, project);
  if (destinations.size >= REMEMBERED) destinations.clear();
  destinations.set(filled.value, routing);
  return routing;
}

function parsed<R extends RouteRule>(route: R, text: string, project: string): Routing<R> {
  try {
    const table = parseTableName(text, project === '' ? undefined : project);
    return { kind: 'routed', route, destination: { name: formatTableName(table), table } };
  } catch (error) {
    return { kind: 'unroutable', route, reason: messageOf(error) };
  }
}
