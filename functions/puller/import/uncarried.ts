/** Fields of components that change what a manifest reads and that are not carried over: each is refused by its path. */

import type { Component } from './manifest.ts';
import type { Findings } from './report.ts';

interface Uncarried {
  readonly why: string;
  /** Values that say nothing, beside null, false, an empty text and an empty list. */
  readonly plain?: readonly unknown[];
}

const ENCODING: Uncarried = { why: 'a charset is not carried over', plain: ['utf-8', 'utf8', 'UTF-8'] };

const UNCARRIED: Readonly<Record<string, Readonly<Record<string, Uncarried>>>> = {
  stream: { file_uploader: { why: 'files of rows are not carried over' } },
  retriever: {
    pagination_reset: { why: 'a listing that is begun anew after a number of rows is not carried over' },
    page_size_reduction: { why: 'pages that become smaller are not carried over' },
    request_window_splitting: { why: 'spans that are split at a refusal are not carried over' },
  },
  requester: {
    query_properties: { why: 'properties in several requests are not carried over' },
    fetch_properties_from_endpoint: { why: 'properties from an endpoint are not carried over' },
  },
  parent: { lazy_read_pointer: { why: 'children that stand in the row of their parent are not carried over' } },
  decoder: { encoding: ENCODING, set_values_to_none: { why: 'texts that become null are not carried over' } },
  login: { decoder: { why: 'an answer that is no JSON is not carried over' } },
  oauth: {
    profile_assertion: { why: 'it is not carried over' },
    use_profile_assertion: { why: 'it is not carried over' },
    send_refresh_request_as_query_params: { why: 'it is not carried over' },
    client_id_name: { why: 'another name is not carried over', plain: ['client_id'] },
    client_secret_name: { why: 'another name is not carried over', plain: ['client_secret'] },
    refresh_token_name: { why: 'another name is not carried over', plain: ['refresh_token'] },
    grant_type_name: { why: 'another name is not carried over', plain: ['grant_type'] },
  },
};

export type UncarriedKind = 'stream' | 'retriever' | 'requester' | 'parent' | 'decoder' | 'login' | 'oauth';

/** Reports each of the component's fields that is not carried over. */
export function refuseUncarried(component: Component, kind: UncarriedKind, findings: Findings, path: string): void {
  for (const [key, { why, plain = [] }] of Object.entries(UNCARRIED[kind] as Readonly<Record<string, Uncarried>>)) {
    const value = component[key];
    const says = value !== undefined && value !== null && value !== false && value !== '' && !plain.includes(value);
    if (says && !(Array.isArray(value) && value.length === 0)) findings.problem(`${path}.${key}`, why);
  }
}
