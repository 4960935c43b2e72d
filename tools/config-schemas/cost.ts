/** Refuses what would make a check slow or silent: the time of a check must be linear in the file. */

type Schema = Readonly<Record<string, unknown>>;

export function checkCost(root: Schema): void {
  const problems = [...problemsOf(root, '#')];
  if (
    root.type === 'object' &&
    root.additionalProperties === false &&
    !Object.hasOwn((root.properties as Schema) ?? {}, '$schema')
  )
    problems.push('# allows no $schema, which editors need: add it to properties as text');
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

function* problemsOf(value: unknown, path: string): Generator<string> {
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) yield* problemsOf(item, `${path}/${at}`);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const schema = value as Schema;
  if (schema.uniqueItems === true && !isScalar(schema.items as Schema | undefined))
    yield `${path} compares each entry with every other: uniqueItems needs items of type string, integer or boolean`;
  if (typeof schema.format === 'string') yield `${path} has a format, which is not checked: use a pattern`;
  if (typeof schema.pattern === 'string' && repeatsInRepeats(schema.pattern))
    yield `${path} has a pattern with a repetition inside a repetition, whose time may grow exponentially`;
  for (const [key, member] of Object.entries(schema)) yield* problemsOf(member, `${path}/${key}`);
}

function isScalar(items: Schema | undefined): boolean {
  return ['string', 'integer', 'boolean'].includes(String(items?.type));
}

/** Reads the pattern's groups: one that repeats and holds something that repeats. `{n}` of a fixed count is harmless. */
function repeatsInRepeats(pattern: string): boolean {
  const open: boolean[] = [false];
  const tokens = pattern.matchAll(
    /\\.|\[(?:\\.|[^\]\\])*\]|\(\?(?:[:=!]|<[=!]|<\w+>)|[()]|[*+]|\{\d+(?:,\d*)?\}|\?|./gsu,
  );
  let closed: boolean | undefined;
  for (const [token] of tokens) {
    const repeats = token === '*' || token === '+' || /^\{\d+,\d*\}$/.test(token);
    if (repeats && closed === true) return true;
    if (repeats) open[open.length - 1] = true;
    closed = undefined;
    if (token.startsWith('(')) open.push(false);
    else if (token === ')') {
      closed = open.pop() as boolean;
      if (closed) open[open.length - 1] = true;
    }
  }
  return false;
}
