/** Changes of what the host keeps beside a table or dataset. */

/** JSON merge patch (RFC 7396): null removes, objects merge, the rest replaces. */
export function patched(
  current: Readonly<Record<string, unknown>>,
  patch: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const result: Record<string, unknown> = { ...current };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else if (isPlain(value) && isPlain(result[key])) result[key] = patched(result[key], value);
    else result[key] = isPlain(value) ? patched({}, value) : value;
  }
  return result;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
