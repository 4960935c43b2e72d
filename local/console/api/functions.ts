/** The functions: where they are, what they were given, whether they answer, and what they counted. */

import { request } from '../../core/http/node-http.ts';
import type { Rates } from '../rates.ts';
import { answer, type Resource } from './call.ts';

export interface FunctionFacts {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  /** Names of triggers, subscriptions and jobs that call it. */
  readonly calledBy: readonly string[];
}

export interface FunctionsParts {
  readonly functions: () => readonly FunctionFacts[];
  readonly addresses: () => Readonly<Record<string, string>>;
  readonly rates: Rates;
}

const HEALTH_MS = 1_500;

export function functionsApi(parts: FunctionsParts): Resource {
  return async (call) => {
    const { functions, addresses, rates } = parts;
    const found = await Promise.all(
      functions().map(async (one) => {
        const address = addresses()[one.name];
        return { ...one, address, health: await healthOf(address), metrics: rates.metrics(one.name) };
      }),
    );
    return answer(call, { functions: found });
  };
}

/** `ready`, what else its health check says, or why there is no answer. */
export function healthOf(address: string | undefined): Promise<string> {
  if (address === undefined) return Promise.resolve('not running');
  const { hostname, port } = new URL(`http://${address}`);
  return new Promise((resolve) => {
    const asked = request(
      { hostname: hostname.replace(/^\[|\]$/g, ''), port, path: '/readyz', agent: false, timeout: HEALTH_MS },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200 ? 'ready' : `status ${response.statusCode}`);
      },
    );
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${HEALTH_MS} ms`)));
    asked.on('error', (error) => resolve(error.message));
    asked.end();
  });
}
