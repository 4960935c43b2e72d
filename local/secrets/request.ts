/** The fields of every request, from gRPC and REST alike: times are texts, and bytes are bytes or base64. */

export interface SecretsRequest {
  readonly name?: string;
  readonly parent?: string;
  readonly pageSize?: number;
  readonly pageToken?: string;
  readonly filter?: string;
  /** The etag of what is changed, as it was read. */
  readonly etag?: string;
  /** CreateSecret's id and what it makes; UpdateSecret's change. */
  readonly secretId?: string;
  readonly secret?: Readonly<Record<string, unknown>>;
  readonly updateMask?: { readonly paths?: readonly string[] };
  /** AddSecretVersion's content: bytes, or base64 where it came as JSON. */
  readonly payload?: { readonly data?: Uint8Array | string; readonly dataCrc32c?: string | number };
  /** The resource of the IAM methods. */
  readonly resource?: string;
  readonly policy?: Readonly<Record<string, unknown>>;
  readonly permissions?: readonly string[];
}
