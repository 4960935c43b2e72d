export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a parsed value is an object of JSON: neither null nor a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Sets an own property of any name: an assignment to `__proto__` would make none. An assignment is several times as fast
 * as a definition, so every other name is assigned.
 *
 * @example
 * const row = {};
 * setOwn(row, '__proto__', 1);
 * JSON.stringify(row); // '{"__proto__":1}'
 */
export function setOwn<T>(object: Record<string, T>, name: string, value: T): void {
  if (name !== '__proto__') object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}
