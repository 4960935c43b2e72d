/** Labels. https://cloud.google.com/bigquery/docs/labels-intro#requirements */

const KEY = /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u;
const VALUE = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;

export const isLabelKey = (text: string) => KEY.test(text);
export const isLabelValue = (text: string) => VALUE.test(text);

export const MAX_LABELS = 64;

/** `key:value,key2:value2` of `@@query_label`; undefined where it is none. */
export function parseLabels(text: string): Readonly<Record<string, string>> | undefined {
  const pairs = text.split(',').map((pair) => pair.trim().split(':'));
  const isRight = pairs.every(
    ([key = '', value = '', ...more]) => more.length === 0 && isLabelKey(key) && isLabelValue(value),
  );
  if (!isRight || pairs.length > MAX_LABELS) return undefined;
  return Object.fromEntries(pairs.map(([key = '', value = '']) => [key, value]));
}
