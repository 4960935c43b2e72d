/** A column whose values are dropped: they are not read, and the column stays NULL. */
export function dropped(): undefined {
  return undefined;
}
