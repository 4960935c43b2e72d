/** Loopback unless somebody said otherwise. */

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** What `listen` failed with, as one sentence that says what to do. */
export function listenProblem(error: unknown, name: string, port: number): Error {
  const code = (error as NodeJS.ErrnoException).code;
  // grpc-js reports a taken port by text only.
  const taken = code === 'EADDRINUSE' || /EADDRINUSE|No address added/.test((error as Error).message);
  if (taken)
    return new Error(
      `Port ${port} (${name}) is in use: stop what holds it, or choose another with --ports ${name}=PORT.`,
    );
  if (code === 'EACCES')
    return new Error(
      `Port ${port} (${name}) may not be opened by this user: choose another with --ports ${name}=PORT.`,
    );
  return error as Error;
}
