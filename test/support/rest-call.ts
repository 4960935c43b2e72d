/** A request to a REST surface of the local cloud, and its answer as JSON. */

export interface RestAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export async function callRest(
  address: string,
  method: string,
  path: string,
  body?: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<RestAnswer> {
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await fetch(`http://${address}${path}`, init);
  return { status: response.status, body: (await response.json()) as RestAnswer['body'] };
}

/** The HTTP status and the canonical code of a refusal, and its sentence. */
export function refusalOf({ status, body }: RestAnswer): readonly [number, string, string] {
  const { error } = body as { readonly error: { readonly status: string; readonly message: string } };
  return [status, error.status, error.message];
}
