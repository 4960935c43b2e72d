/** The fields of the google provider's resources, as `google-schema.json` lists them. */

import { readFileSync } from 'node:fs';

export interface Block {
  /** Name → its type in Terraform's notation, and r(equired) o(ptional) c(omputed) s(ensitive) w(rite-only). */
  readonly attributes?: Readonly<Record<string, readonly [type: TypeText, flags: string]>>;
  readonly blocks?: Readonly<Record<string, NestedBlock>>;
}

export interface NestedBlock {
  readonly nesting: 'single' | 'list' | 'set' | 'map';
  readonly min?: number;
  readonly max?: number;
  readonly block: Block;
}

export type TypeText = string | readonly unknown[];

export interface ProviderSchema {
  /** Resources that google-beta has and google has not. */
  readonly beta: readonly string[];
  readonly provider: Block;
  readonly resources: Readonly<Record<string, Block>>;
  readonly data: Readonly<Record<string, Block>>;
  /** Path of an attribute → the values that it takes. */
  readonly enums: Readonly<Record<string, readonly string[]>>;
}

export function readSchema(): ProviderSchema {
  return JSON.parse(readFileSync(new URL('google-schema.json', import.meta.url), 'utf8')) as ProviderSchema;
}

/** The schema of the provider that is not beta. */
export function withoutBeta(schema: ProviderSchema): ProviderSchema {
  const resources = Object.entries(schema.resources).filter(([type]) => !schema.beta.includes(type));
  return { ...schema, resources: Object.fromEntries(resources) };
}

const NESTING = { single: 'SINGLE', list: 'LIST', set: 'SET', map: 'MAP' } as const;

/** The block as the plugin protocol sends it. */
export function wireSchema(block: Block): object {
  return { version: 0, block: wireBlock(block) };
}

function wireBlock(block: Block): object {
  return {
    attributes: Object.entries(block.attributes ?? {}).map(([name, [type, flags]]) => ({
      name,
      type: Buffer.from(JSON.stringify(type)),
      required: flags.includes('r'),
      optional: flags.includes('o'),
      computed: flags.includes('c'),
      sensitive: flags.includes('s'),
      write_only: flags.includes('w'),
    })),
    block_types: Object.entries(block.blocks ?? {}).map(([type_name, nested]) => ({
      type_name,
      nesting: NESTING[nested.nesting],
      min_items: nested.min ?? 0,
      max_items: nested.max ?? 0,
      block: wireBlock(nested.block),
    })),
  };
}
