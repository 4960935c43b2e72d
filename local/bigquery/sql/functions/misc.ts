/** Functions of the session, and the families that are refused by name. */

import { define, on, refuse } from './define.ts';

/** Set on the connection by whoever runs a query; see SESSION_USER in `request.ts`. */
export const SESSION_USER_VARIABLE = 'penstock_session_user';

export const functions = [
  define('GENERATE_UUID', [on(' -> STRING', () => 'CAST(uuid() AS VARCHAR)')]),
  define('SESSION_USER', [on(' -> STRING', () => `coalesce(getvariable('${SESSION_USER_VARIABLE}'), '')`)]),
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
  ...refuse(['TEXT_ANALYZE', 'TF_IDF', 'COSINE_DISTANCE', 'EUCLIDEAN_DISTANCE', 'DOT_PRODUCT', 'L1_NORM', 'L2_NORM']),
  ...refuse(['GAP_FILL', 'OBJ.GET_ACCESS_URL', 'OBJ.FETCH_METADATA', 'OBJ.MAKE_REF']),
  ...refuse([
    'RANGE',
    'RANGE_START',
    'RANGE_END',
    'RANGE_CONTAINS',
    'RANGE_OVERLAPS',
    'RANGE_INTERSECT',
    'RANGE_SESSIONIZE',
  ]),
];
