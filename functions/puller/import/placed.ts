/** Texts that a manifest puts beside the templates of a request: options of slices, and a key in the body. */

import { isJsonObject } from '@penstock/shared/runtime/json-object.ts';
import { pathOf, withValueAt } from '../http-source/json-path.ts';
import type { RequestConfig } from '../http-source/source-config.ts';
import type { OptionPlace } from './paging.ts';

/** The request with a text in its place. */
export function placed(request: RequestConfig, place: OptionPlace, text: string): RequestConfig {
  switch (place.in) {
    case 'query':
      return { ...request, query: { ...request.query, [place.name]: text } };
    case 'header':
      return { ...request, headers: { ...request.headers, [place.name]: text } };
    case 'form':
      return { ...request, form: { ...request.form, [place.name]: text } };
    case 'json':
      return { ...request, json: withValueAt(isJsonObject(request.json) ? request.json : {}, pathOf(place.at), text) };
  }
}
