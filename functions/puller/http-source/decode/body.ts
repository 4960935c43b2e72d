/** Parses an answer's text: JSON, JSON lines, CSV or XML. A text that does not parse is an error, never an empty answer. */

import { messageOf } from '@penstock/shared/runtime/errors.ts';
import { SourceError } from '../../source.ts';
import type { RowsConfig } from '../source-config.ts';
import { parseCsv } from './csv.ts';
import { parseExactJson } from './exact-json.ts';
import { parseXml } from './xml.ts';

/** A list of rows for NDJSON and CSV, an object under the root's name for XML. */
export function parseBody(
  text: string,
  rows: Pick<RowsConfig, 'format' | 'csv'>,
  contentType: string | undefined,
): unknown {
  const format = rows.format ?? 'json';
  checkType(format, contentType, text);
  switch (format) {
    case 'json':
      return json(text, '');
    case 'ndjson':
      return text
        .split('\n')
        .map((line, index) => [line, index + 1] as const)
        .filter(([line]) => line.trim() !== '')
        .map(([line, number]) => json(line, `, line ${number}`));
    case 'csv':
      return parseCsv(text, { delimiter: rows.csv?.delimiter ?? ',', header: rows.csv?.header ?? true });
    case 'xml':
      return parseXml(text);
  }
}

function json(text: string, place: string): unknown {
  try {
    return parseExactJson(text);
  } catch (error) {
    // The words of the parser quote the text, which may be anybody's data: only its place is taken over.
    const at = /position (\d+)/.exec(messageOf(error))?.[1];
    const atEnd = /end of JSON input/.test(messageOf(error)) ? ' at its end' : '';
    const where = at === undefined ? atEnd : ` at character ${at}`;
    throw new SourceError(
      'retry',
      'INPUT_MALFORMED',
      `The answer is no JSON${where}${place}; it has ${text.length} characters.`,
    );
  }
}

/** A page for people (a login, a proxy's error) comes with 200 as well. */
function checkType(format: string, contentType: string | undefined, text: string): void {
  const html = /^\s*<(?:!doctype\s+html|html)/i.test(text.slice(0, 1_024));
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (html || (type === 'text/html' && format !== 'xml')) {
    throw new SourceError(
      'retry',
      'INPUT_MALFORMED',
      `The answer is HTML and not ${format.toUpperCase()}: a login page or an error page.`,
    );
  }
}
