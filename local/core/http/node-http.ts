/**
 * Node's HTTP without undici. An `import` of `node:http` reads each of its exports, WebSocket among them, and that one
 * loads all of undici: 14 MB of memory and 35 ms of processor a process. Types may be imported from `node:http`.
 */

export const { Agent, createServer, request, STATUS_CODES } = process.getBuiltinModule('node:http');
