/** One thing that an edit of a `.proto` broke: what, where, and the remedy. */
export interface Break {
  readonly file: string;
  /** `penstock.sources.example.v1.Order.total (4)`. */
  readonly where: string;
  readonly what: string;
  readonly remedy: string;
}

/** One line. */
export function breakLine({ file, where, what, remedy }: Break): string {
  return `${file}: ${where}: ${what}. ${remedy}.`;
}
