/** Values as Python and Jinja see them: their truth, equality, membership and text. `undefined` is Jinja's undefined. */

/** A floating-point number, which prints a fraction even where it is whole. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Float) return value.value !== 0;
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}

/** Lists and objects by their contents, as JSON has them. */
export function sameValue(left: unknown, right: unknown): boolean {
  return typeof left === typeof right && JSON.stringify(left) === JSON.stringify(right);
}

/** Whether the value is an item of the list, a part of the text or a key of the object; undefined for other containers. */
export function within(value: unknown, container: unknown): boolean | undefined {
  if (Array.isArray(container)) return container.some((one) => sameValue(one, value));
  if (container === undefined) return false;
  if (typeof value !== 'string') return undefined;
  if (typeof container === 'string') return container.includes(value);
  return typeof container === 'object' && container !== null ? value in container : undefined;
}

/** The value as it prints within a text; undefined for lists, objects and fractions. */
export function printedValue(value: unknown): string | undefined {
  if (value === undefined) return '';
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value instanceof Float) return Number.isSafeInteger(value.value) ? `${value.value}.0` : undefined;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  return typeof value === 'string' ? value : undefined;
}
