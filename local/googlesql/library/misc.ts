/** Functions of the session, and the families that are refused by name. */

import { stringText } from '../emit/text.ts';
import { define, onBound, refuse } from './define.ts';
import { type Call, CallRefused } from './signature.ts';

function sessionUser({ user }: Call): string {
  if (user === undefined)
    throw new CallRefused(
      'unsupported',
      'SESSION_USER of a query without a user is not supported by the local BigQuery',
    );
  return stringText(user);
}

export const functions = [
  // It cannot fail, and DuckDB takes nothing volatile into TRY. The number keeps texts apart, as in RAND.
  define(
    'GENERATE_UUID',
    [onBound(' -> STRING', ({ call }) => `coalesce(CAST(uuid() AS VARCHAR), '${call.appearance ?? 1}')`)],
    { handlesSafe: true, volatile: true },
  ),
  define('SESSION_USER', [onBound(' -> STRING', ({ call }) => sessionUser(call))]),
  ...refuse(['KEYS.NEW_KEYSET', 'KEYS.ADD_KEY_FROM_RAW_BYTES', 'KEYS.KEYSET_CHAIN', 'KEYS.KEYSET_FROM_JSON']),
  ...refuse([
    'KEYS.KEYSET_TO_JSON',
    'KEYS.KEYSET_LENGTH',
    'KEYS.NEW_WRAPPED_KEYSET',
    'KEYS.REWRAP_KEYSET',
    'KEYS.ROTATE_KEYSET',
  ]),
  ...refuse([
    'SEARCH',
    'VECTOR_SEARCH',
    'APPENDS',
    'CHANGES',
    'EXTERNAL_QUERY',
    'EXTERNAL_OBJECT_TRANSFORM',
    'BAG_OF_WORDS',
  ]),
  ...refuse(['TEXT_ANALYZE', 'TF_IDF']),
  ...refuse(['ML.PREDICT', 'ML.EVALUATE', 'ML.FORECAST', 'ML.GENERATE_TEXT', 'ML.GENERATE_EMBEDDING', 'ML.TRANSFORM']),
  ...refuse(['AI.GENERATE', 'AI.GENERATE_TABLE', 'AI.FORECAST', 'ML.DISTANCE', 'ML.NORMALIZER', 'ML.STANDARD_SCALER']),
  ...refuse(['GAP_FILL', 'OBJ.GET_ACCESS_URL', 'OBJ.FETCH_METADATA', 'OBJ.MAKE_REF']),
];
