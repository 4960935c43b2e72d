import { strict as assert } from 'node:assert';
import { functionNames, refusedFunctionNames } from '@penstock/local/googlesql/library/index.ts';
import { describeExpressions } from '../../support/sql-expressions.ts';

/** The name itself, with its points. */
const named = (name: string) => new RegExp(`\\b${name.replaceAll('.', '\\.')}\\b`);

describeExpressions(
  'Functions that are not built',
  refusedFunctionNames().map((name) => [`SELECT ${name}(1) FROM UNNEST([1])`, named(name)] as const),
);

describe('The names of functions', () => {
  it('are built or refused, never both', () => {
    const refused = new Set(refusedFunctionNames());
    assert.deepEqual(
      functionNames().filter((name) => refused.has(name)),
      [],
    );
  });
});
