/** The endpoint of a push subscription and the form of its requests. */

import { invalid } from '../errors.ts';
import { flag, object, type Plain, text } from './fields.ts';
import type { PushConfig } from './shapes.ts';

const VERSIONS = ['v1', 'v1beta1', 'v1beta2'];

export function pushConfig(plain: Plain): PushConfig {
  const pushEndpoint = text(plain, 'pushEndpoint');
  // An empty PushConfig means that the subscription is pulled (proto comment of `ModifyPushConfigRequest.push_config`).
  if (pushEndpoint === '') {
    const other = Object.entries(plain).find(([, value]) => hasContent(value));
    if (other !== undefined) throw invalid('A push_config without push_endpoint must be empty.');
    return {};
  }
  checkEndpoint(pushEndpoint);
  const attributes = object(plain, 'attributes') as Readonly<Record<string, string>> | undefined;
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key !== 'x-goog-version' || !VERSIONS.includes(value)) {
      throw invalid(`Invalid push_config attribute in the request (key=${key.slice(0, 100)}).`);
    }
  }
  const oidc = object(plain, 'oidcToken');
  const noWrapper = object(plain, 'noWrapper');
  const wrapper = object(plain, 'pubsubWrapper');
  return {
    pushEndpoint,
    ...(attributes !== undefined && Object.keys(attributes).length > 0 && { attributes }),
    ...(oidc !== undefined && { oidcToken: oidcToken(oidc) }),
    ...(noWrapper !== undefined && { noWrapper: flag(noWrapper, 'writeMetadata') ? { writeMetadata: true } : {} }),
    ...(wrapper !== undefined && noWrapper === undefined && { pubsubWrapper: {} }),
  };
}

function oidcToken(plain: Plain): NonNullable<PushConfig['oidcToken']> {
  const serviceAccountEmail = text(plain, 'serviceAccountEmail');
  const audience = text(plain, 'audience');
  if (serviceAccountEmail === '') throw invalid('An oidc_token in push_config must name its service_account_email.');
  return { serviceAccountEmail, ...(audience !== '' && { audience }) };
}

/** Google's service insists on https; a local one must reach functions on plain http. */
function checkEndpoint(endpoint: string): void {
  const url = URL.parse(endpoint);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    throw invalid(
      `Invalid push endpoint given (endpoint=${endpoint.slice(0, 300)}). Refer to https://cloud.google.com/pubsub/docs/push for more information.`,
    );
  }
}

function hasContent(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== '';
}
