/** Plain data: `{}`, what `JSON.parse` makes, `Object.create(null)`, also of another realm. Not a Date, a Map, a class. */
export function isPlainObject(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return true;
  // The root prototype of another realm has no prototype and is not itself an instance of anything.
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'hasOwnProperty');
}
