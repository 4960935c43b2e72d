/** The functions that the SQL editor completes: those that the local BigQuery knows. */

import { answer, type Resource } from './call.ts';

export function wordsApi(): Resource {
  return async (call) => {
    // Loaded by the first query anyway: an idle console needs none of it.
    const { functionNames } = await import('../../googlesql/library/index.ts');
    answer(call, { functions: functionNames() });
  };
}
