/** A column whose values are dropped: whatever they are, nobody looks at them, and the column stays NULL. */
export function dropped(): undefined {
  return undefined;
}
