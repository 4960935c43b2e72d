/** Reads a transform's SQL text: its placeholders, and whether it is a script. */

import type { Destination } from './destination.ts';

/** The temporary external table's name (seed 004). */
export const EXTERNAL_TABLE = 'temp_ext';

/** Replaces `{dest_dataset}` and `{dest_table}` and nothing else, so that braces of regular expressions survive. */
export function substitute(sql: string, { projectId, datasetId, tableId }: Destination): string {
  const dataset = projectId === '' ? datasetId : `\`${projectId}\`.${datasetId}`;
  return sql.replaceAll('{dest_dataset}', () => dataset).replaceAll('{dest_table}', () => tableId);
}

/**
 * Literals, quoted names and comments: a semicolon inside one separates nothing. Each matches without its end too, because
 * a search for an end that is not there would begin again at every quote.
 */
const SKIPPED =
  /r?b?(?:"""(?:\\[\s\S]|(?!""")[\s\S])*(?:"""|$)|'''(?:\\[\s\S]|(?!''')[\s\S])*(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)|`[^`]*`?|--[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/gi;

const SCRIPT_WORDS = /^\s*(?:BEGIN|DECLARE|IF|LOOP|WHILE|REPEAT|FOR|CASE|CALL|EXECUTE)\b/i;

/**
 * Whether the text is more than one statement. A single statement is atomic, so a failed one may run again; a script may
 * have committed some of its statements. An unclear text counts as a script, which is the safe answer.
 */
export function isScript(sql: string): boolean {
  const bare = sql.replace(SKIPPED, (found) => (/^(?:--|#|\/\*)/.test(found) ? ' ' : isClosed(found) ? 'x' : found));
  if (SCRIPT_WORDS.test(bare)) return true;
  const semicolon = bare.indexOf(';');
  return semicolon >= 0 && bare.slice(semicolon + 1).trim() !== '';
}

function isClosed(literal: string): boolean {
  const [, prefix = '', quote = ''] = /^(r?b?)("""|'''|["'`])/i.exec(literal) as readonly string[];
  return literal.length >= prefix.length + 2 * quote.length && literal.endsWith(quote);
}
