/** Reads what `terraform show -json` prints after an apply: every resource with its attributes, references resolved. */

export interface Resource {
  /** Its place in the tree: `module.penstock.module.intake[0].google_pubsub_topic.topic`. */
  readonly address: string;
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

interface ModuleJson {
  readonly resources?: readonly {
    readonly address: string;
    readonly mode: string;
    readonly type: string;
    readonly values: Readonly<Record<string, unknown>>;
  }[];
  readonly child_modules?: readonly ModuleJson[];
}

export function readResources(showJson: string): readonly Resource[] {
  const shown = JSON.parse(showJson) as { readonly values?: { readonly root_module?: ModuleJson } };
  return flatten(shown.values?.root_module ?? {});
}

function flatten(module: ModuleJson): readonly Resource[] {
  const own = (module.resources ?? []).filter(({ mode }) => mode === 'managed');
  const resources = own.map(({ address, type, values }) => ({ address, type, values }));
  return [...resources, ...(module.child_modules ?? []).flatMap(flatten)];
}

/** The blocks of one name: a block that may stand once is a list of at most one. */
export function blocksOf(
  values: Readonly<Record<string, unknown>> | undefined,
  name: string,
): readonly Readonly<Record<string, unknown>>[] {
  const found = values?.[name];
  return Array.isArray(found) ? (found as readonly Readonly<Record<string, unknown>>[]) : [];
}

export function blockOf(
  values: Readonly<Record<string, unknown>> | undefined,
  name: string,
): Readonly<Record<string, unknown>> | undefined {
  return blocksOf(values, name)[0];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
