/**
 * The method that a caller means. Clients that can send GET and POST only (Java's HTTP transport knows no PATCH) name it
 * in a header.
 */

export function methodMeant(
  method: string,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): string {
  const override = method.toUpperCase() === 'POST' ? headers['x-http-method-override'] : undefined;
  return (typeof override === 'string' ? override : method).toUpperCase();
}
