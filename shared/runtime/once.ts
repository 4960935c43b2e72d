/** Makes a client when it is first needed, and only once; a failure is forgotten, so that the next caller tries again. */

export interface Once<T> {
  (): Promise<T>;
  /** The value that was made, or undefined if none was made or making it failed. For closing. */
  made(): Promise<T | undefined>;
}

/**
 * @example
 * const client = once(async () => ({ name: 'client' }));
 * (await client()) === (await client()); // true
 */
export function once<T>(make: () => Promise<T>): Once<T> {
  let making: Promise<T> | undefined;
  const get = async (): Promise<T> => {
    making ??= make();
    const mine = making;
    try {
      return await mine;
    } catch (error) {
      if (making === mine) making = undefined;
      throw error;
    }
  };
  return Object.assign(get, { made: async () => making?.catch(() => undefined) });
}
