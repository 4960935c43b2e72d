/** The mapping of a row: its steps, one after the other, each giving another row. */

import { isJsonObject } from '@penstock/shared/runtime/json-object.ts';
import { pathOf, valueAt, withoutValueAt, withValueAt } from '../json-path.ts';
import type { StepConfig } from '../source-config.ts';
import { fillValue, parseTemplate, type Template, textOf, type Values } from '../template.ts';

export type Row = Readonly<Record<string, unknown>>;
export type Step = (row: Row, values: Values) => Row;

/** Throws CONFIG_INVALID where a text in it is no template. */
export function compileSteps(configs: readonly StepConfig[]): Step {
  const steps = configs.map(compileStep);
  return (row, values) => steps.reduce((now, step) => step(now, values), row);
}

function compileStep(config: StepConfig): Step {
  if ('set' in config) {
    const path = pathOf(config.set);
    const value = compileJson(config.to);
    return (row, values) => {
      const to = value({ ...values, row });
      return to === undefined ? row : withValueAt(row, path, to);
    };
  }
  if ('rename' in config) {
    const [from, to] = [pathOf(config.rename), pathOf(config.to)];
    return (row) => {
      const value = valueAt(row, from);
      return value === undefined ? row : withValueAt(withoutValueAt(row, from), to, value);
    };
  }
  if ('remove' in config) {
    const path = pathOf(config.remove);
    return (row) => withoutValueAt(row, path);
  }
  if ('keep' in config) {
    const kept = new Set(config.keep);
    return (row) => Object.fromEntries(Object.entries(row).filter(([name]) => kept.has(name)));
  }
  if ('flatten' in config) return flatten(config);
  if ('keys' in config) {
    const change = config.keys === 'lower' ? (name: string) => name.toLowerCase() : snakeCase;
    return (row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [change(name), value]));
  }
  const path = pathOf(config.text);
  return (row) => {
    const value = valueAt(row, path);
    return value === undefined || value === null || typeof value === 'string'
      ? row
      : withValueAt(row, path, textOf(value));
  };
}

function flatten(config: Extract<StepConfig, { readonly flatten: unknown }>): Step {
  const path = pathOf(config.flatten);
  const { prefix = '', origin = 'remove', clash = 'take' } = config;
  return (row) => {
    const value = valueAt(row, path);
    if (!isJsonObject(value)) return row;
    const fields = Object.entries(value).map(([name, field]) => [`${prefix}${name}`, field] as const);
    if (origin === 'only') return fields.length === 0 ? row : Object.fromEntries(fields);
    if (clash === 'leave' && fields.some(([name]) => Object.hasOwn(row, name))) return row;
    const rest = origin === 'keep' ? row : withoutValueAt(row, path);
    return Object.fromEntries([...Object.entries(rest), ...fields]);
  };
}

export function snakeCase(name: string): string {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .replace(/[^\p{L}\d]+/gu, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
}

/** JSON whose texts are templates. A key whose template has no value is left out. */
export function compileJson(config: unknown): (values: Values) => unknown {
  if (typeof config === 'string') {
    const template: Template = parseTemplate(config);
    return (values) => fillValue(template, values);
  }
  if (Array.isArray(config)) {
    const items = config.map(compileJson);
    return (values) => items.map((item) => item(values)).filter((item) => item !== undefined);
  }
  if (!isJsonObject(config)) return () => config;
  const fields = Object.entries(config).map(([name, value]) => [name, compileJson(value)] as const);
  return (values) => {
    const filled = fields.map(([name, value]) => [name, value(values)] as const);
    return Object.fromEntries(filled.filter(([, value]) => value !== undefined));
  };
}
