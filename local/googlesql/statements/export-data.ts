/** EXPORT DATA: a query's rows written to files of Cloud Storage. */

import { invalid, unsupported } from '../error.ts';
import { Analysis } from '../resolve/context.ts';
import type { ResolvedQuery } from '../resolve/queries/resolved.ts';
import { type Execution, type StatementOf, withExternals } from '../run/runner.ts';
import { quote, type Schema } from '../types/schema.ts';
import { OptionReader } from './constant.ts';
import { type Effect, resultQuery, resultSchema, statementContext } from './query.ts';

const FORMATS: Readonly<Record<string, string>> = {
  CSV: 'CSV',
  JSON: 'NEWLINE_DELIMITED_JSON',
  PARQUET: 'PARQUET',
  AVRO: 'AVRO',
};

export async function runExportData(statement: StatementOf<'exportData'>, execution: Execution): Promise<Effect> {
  const { session, runner, dryRun } = execution;
  const { files } = session.host;
  if (files === undefined) throw unsupported('EXPORT DATA without Cloud Storage', statement.at);
  const attempt = (isAlone: boolean): Promise<Effect | undefined> =>
    runner.read(async (connection): Promise<Effect | undefined> => {
      const analysis = new Analysis(session);
      const options = new OptionReader(statement.options, statementContext(analysis, 'EXPORT DATA'), connection);
      const settings = await settingsOf(options);
      const query = resultQuery(statement.query, analysis);
      // As a SELECT: the past is read alone.
      if (analysis.readsPast && !isAlone) return undefined;
      const schema = resultSchema(query.columns);
      const effect: Effect = { statementType: 'EXPORT_DATA', referencedTables: analysis.referenced };
      if (dryRun) return effect;
      // Kept aside first: the rows are counted before they are written.
      await connection.run(`CREATE OR REPLACE TEMP TABLE gsql_exported AS ${named(query, schema)}`);
      try {
        const relation = 'temp.gsql_exported';
        const exported = await files.exportRows({ connection, relation, schema, settings });
        return { ...effect, exported };
      } finally {
        await connection.run('DROP TABLE IF EXISTS temp.gsql_exported').catch(() => undefined);
      }
    });
  return withExternals(execution, async () => {
    const effect = (await attempt(false)) ?? (await runner.write(() => attempt(true)));
    if (effect === undefined) throw new Error('a statement that runs alone has an effect');
    return effect;
  });
}

function named(query: ResolvedQuery, schema: Schema): string {
  const list = query.columns.map(({ id }, place) => `${id} AS ${quote(schema[place]?.name ?? '')}`);
  return `SELECT ${list.join(', ')} FROM (${query.sql}) AS gsql_rows`;
}

/** The options as an extract job's configuration, and `overwrite`. */
async function settingsOf(options: OptionReader): Promise<Readonly<Record<string, unknown>>> {
  const uri = await options.string('uri');
  if (uri === undefined || uri === null) throw invalid("EXPORT DATA needs the option 'uri'");
  if (uri.split('*').length !== 2) throw invalid("Option 'uri' value must be a wild card URI");
  const format = (await options.string('format'))?.toUpperCase();
  if (format === undefined) throw invalid("EXPORT DATA needs the option 'format'");
  const destinationFormat = FORMATS[format];
  if (destinationFormat === undefined)
    throw invalid(`Invalid value for option 'format': ${format} is not one of ${Object.keys(FORMATS).join(', ')}`);
  const compression = await options.string('compression');
  const delimiter = await options.string('field_delimiter');
  const header = await options.bool('header');
  const overwrite = await options.bool('overwrite');
  const logical = await options.bool('use_avro_logical_types');
  options.finish('EXPORT DATA');
  return {
    destinationUris: [uri],
    destinationFormat,
    ...(compression ? { compression } : {}),
    ...(delimiter ? { fieldDelimiter: delimiter } : {}),
    // Unlike an extract job, the statement writes no header unless it is asked to.
    printHeader: header ?? false,
    useAvroLogicalTypes: logical ?? false,
    overwrite: overwrite ?? false,
  };
}
