/** The places of the matches of a pattern, from what DuckDB finds by the pattern with `(.*?)` in front. */

export interface Place {
  readonly start: number;
  readonly end: number;
  /** Its number among the matches that DuckDB found. */
  readonly index: number;
}

/** The UTF-16 units of the character at the place. */
const characterAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);

/**
 * The start and the end of each match, in UTF-16 units. `gaps` are the texts before the matches.
 *
 * After an empty match the search goes on by a character. DuckDB does so only where the gap is empty too, so behind a gap
 * it finds the empty match once more. A search that has come to the text's end is over for BigQuery, while DuckDB finds
 * an empty match there.
 */
export function matchPlaces(
  value: string,
  gaps: readonly (string | null)[],
  matched: readonly (string | null)[],
): readonly Place[] {
  const places: Place[] = [];
  let at = 0;
  let again = false;
  for (const [index, gap] of gaps.entries()) {
    if (again) {
      again = false;
      at += characterAt(value, at);
      continue;
    }
    if (places.length > 0 && at >= value.length) break;
    const start = at + (gap?.length ?? 0);
    at = start + (matched[index]?.length ?? 0);
    places.push({ start, end: at, index });
    if (at > start) continue;
    if (gap === '') at += characterAt(value, at);
    else again = true;
  }
  return places;
}
