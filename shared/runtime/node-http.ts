/**
 * Node's HTTP without undici. An `import` of `node:http` reads each of its exports, WebSocket among them, and that one
 * loads all of undici: 14 MB of memory and 35 ms of a cold start. Types may be imported from `node:http`.
 *
 * @example
 * const agent = new Agent({ keepAlive: true });
 * agent.destroy();
 */

export const { Agent, request } = process.getBuiltinModule('node:http');
