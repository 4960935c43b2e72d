/** Newline-delimited JSON, line by line: the strict reader that decides what is a row and says where it is not. */

import type { Schema } from '../schema.ts';
import { emptyOf, type Issue, rowDecoder, rowParser } from '../values.ts';
import { type InputFile, unpacked } from './input.ts';
import { type Line, lines } from './lines.ts';
import type { RowSink } from './sink.ts';
import { formattedConverter, type TimeFormats } from './time-formats.ts';

export interface NdjsonOptions {
  readonly ignoreUnknownValues: boolean;
  readonly times: TimeFormats | undefined;
  readonly nowMs: number;
  readonly maxRowBytes: number;
  readonly checkCancelled: () => void;
}

/** Row values in the schema's order, then `extra` (hive partition columns). */
export async function readNdjson(
  input: InputFile,
  schema: Schema,
  extra: readonly Parameters<RowSink['good']>[0][number][],
  sink: RowSink,
  options: NdjsonOptions,
): Promise<void> {
  const parse = rowParser(schema);
  const { ignoreUnknownValues, times, nowMs } = options;
  const decoder = rowDecoder(schema, {
    ignoreUnknownValues,
    jsonStrings: 'verbatim',
    ...(times !== undefined && { converter: (column) => formattedConverter(column, 'verbatim', times, nowMs) }),
  });
  for await (const batch of lines(unpacked(input), options.maxRowBytes)) {
    options.checkCancelled();
    for (const line of batch) {
      const row = parseLine(line, parse, (message) => sink.reject(input.uri, message));
      if (row === undefined) continue;
      const issues: Issue[] = [];
      const values = decoder.decode(row.value, issues);
      const [issue] = issues;
      if (issue !== undefined) {
        sink.reject(
          input.uri,
          `JSON parsing error in row starting at position ${line.position}: ${issue.loadMessage ?? issue.message}`,
        );
        continue;
      }
      sink.good([...schema.map((column, place) => values[place] ?? emptyOf(column)), ...extra]);
    }
  }
}

function parseLine(
  line: Line,
  parse: (text: string) => unknown,
  reject: (message: string) => void,
): { readonly value: unknown } | undefined {
  if (line.tooLong) {
    reject(`Row size is larger than the limit. Row starts at position ${line.position}.`);
    return undefined;
  }
  if (line.text === undefined) {
    reject(
      `JSON parsing error in row starting at position ${line.position}: Bad character: the row is not valid UTF-8.`,
    );
    return undefined;
  }
  if (line.text.trim() === '') return undefined;
  try {
    return { value: parse(line.text) };
  } catch (error) {
    reject(`JSON parsing error in row starting at position ${line.position}: ${parserMessage(error)}`);
    return undefined;
  }
}

function parserMessage(error: unknown): string {
  return error instanceof RangeError
    ? 'Nested too deeply.'
    : `Parser terminated before end of string. ${error instanceof Error ? error.message : ''}`.trim();
}
