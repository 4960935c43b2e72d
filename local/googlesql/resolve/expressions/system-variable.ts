/** `@@name`: what the session and the script know of themselves. */

import { nullText } from '../../emit/text.ts';
import { invalid, type Position, unsupported } from '../../error.ts';
import type { Expression } from '../../library/signature.ts';
import { INT64, STRING } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { stringLiteral } from './literal.ts';

/** Variables that a script sets. They are NULL before. */
const SET_BY_SCRIPTS = {
  row_count: INT64,
  'error.message': STRING,
  'error.statement_text': STRING,
} as const;

export function systemVariable(name: string, at: Position, context: Context): Expression {
  if (context.sealed === true) throw invalid('System variables cannot be used in views or SQL function bodies', at);
  const { system, request } = context.analysis.session;
  const known = system.get(name);
  if (known !== undefined) return known;
  const type = SET_BY_SCRIPTS[name as keyof typeof SET_BY_SCRIPTS];
  if (type !== undefined) return { type, sql: nullText(type) };
  switch (name) {
    case 'project_id':
      return { ...stringLiteral(request.projectId), isLiteral: false };
    case 'dataset_id':
      return request.defaultDataset === undefined
        ? { type: STRING, sql: nullText(STRING) }
        : { ...stringLiteral(request.defaultDataset.datasetId), isLiteral: false };
    case 'dataset_project_id':
      return { ...stringLiteral(request.defaultDataset?.projectId ?? request.projectId), isLiteral: false };
    case 'query_label': {
      const { labels } = context.analysis.session;
      const text = Object.entries(labels ?? {}).map(([key, value]) => `${key}:${value}`);
      return text.length === 0
        ? { type: STRING, sql: nullText(STRING) }
        : { ...stringLiteral(text.join(',')), isLiteral: false };
    }
    case 'time_zone':
      return { ...stringLiteral('UTC'), isLiteral: false };
    default:
      throw unsupported(`the system variable @@${name}`, at);
  }
}
