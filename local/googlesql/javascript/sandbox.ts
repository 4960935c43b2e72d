/**
 * The sandbox of functions written in JavaScript: QuickJS compiled to WebAssembly. It has no file, no network, no process and
 * no module; memory and time are bounded. It is loaded when a query first needs it.
 */

import type {
  QuickJSContext,
  QuickJSHandle,
  QuickJSRuntime,
  QuickJSSyncVariant,
  QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import type { Tagged } from './values.ts';

const MEMORY_BYTES = 64 * 1024 * 1024;
const STACK_BYTES = 512 * 1024;
/** One call of a function may take so long. It runs on the main thread, so nothing else happens meanwhile. */
const CALL_MS = 2000;
/** Compiled functions that are kept; the one made first goes. */
const MAX_FUNCTIONS = 50;

export interface JavascriptFunction {
  readonly parameters: readonly string[];
  readonly body: string;
}

/** The value as JSON that tells its kinds apart: NaN, dates and undefined have none of their own. */
const ENCODER = `(function encode(v) {
  if (v === null || v === undefined) return null;
  switch (typeof v) {
    case 'boolean': return { b: v };
    case 'number': case 'bigint': return { n: String(v) };
    case 'string': return { s: v };
    case 'object': break;
    default: throw new TypeError('A function cannot return a ' + typeof v);
  }
  if (v instanceof Date) return { d: v.getTime() };
  if (Array.isArray(v)) return { a: v.map(encode) };
  return { o: Object.keys(v).map((k) => [k, encode(v[k])]), j: JSON.stringify(v) };
})`;

interface Compiled {
  readonly context: QuickJSContext;
  readonly call: QuickJSHandle;
}

export class Sandbox {
  #module: QuickJSWASMModule | undefined;
  #runtime: QuickJSRuntime | undefined;
  readonly #functions = new Map<string, Compiled>();
  #deadline = Number.POSITIVE_INFINITY;

  get loaded(): boolean {
    return this.#module !== undefined;
  }

  async load(): Promise<void> {
    if (this.loaded) return;
    const [core, variant] = await Promise.all([
      import('quickjs-emscripten-core'),
      import('@jitl/quickjs-wasmfile-release-sync'),
    ]);
    // The package is typed as CommonJS, whose default export is once more inside of the one that an import gives.
    this.#module = await core.newQuickJSWASMModuleFromVariant(variant.default as unknown as QuickJSSyncVariant);
  }

  /** Calls the function. `args` is JavaScript source of the arguments. Throws what the function throws, as text. */
  call(definition: JavascriptFunction, args: string): Tagged {
    const { context, call } = this.#compiled(definition);
    this.#deadline = performance.now() + CALL_MS;
    try {
      const source = context.newString(args);
      const result = context.callFunction(call, context.undefined, source);
      source.dispose();
      if (result.error !== undefined) throw this.#failure(context, result.error);
      const text = context.getString(result.value);
      result.value.dispose();
      return JSON.parse(text) as Tagged;
    } finally {
      this.#deadline = Number.POSITIVE_INFINITY;
    }
  }

  #compiled(definition: JavascriptFunction): Compiled {
    const key = JSON.stringify(definition);
    const known = this.#functions.get(key);
    if (known !== undefined) return known;
    const [oldest] = this.#functions.keys();
    if (this.#functions.size >= MAX_FUNCTIONS && oldest !== undefined) this.#forget(oldest);
    const context = this.#openRuntime().newContext();
    const wrapper = `(() => {
      const encode = ${ENCODER};
      const { stringify } = JSON;
      const evaluate = eval;
      const fn = function(${definition.parameters.join(', ')}) {
${definition.body}
      };
      return (args) => stringify(encode(fn.apply(null, evaluate('[' + args + ']'))));
    })()`;
    const result = context.evalCode(wrapper);
    if (result.error !== undefined) {
      const failure = this.#failure(context, result.error);
      context.dispose();
      throw failure;
    }
    const compiled = { context, call: result.value };
    this.#functions.set(key, compiled);
    return compiled;
  }

  #forget(key: string): void {
    const compiled = this.#functions.get(key);
    compiled?.call.dispose();
    compiled?.context.dispose();
    this.#functions.delete(key);
  }

  #openRuntime(): QuickJSRuntime {
    if (this.#module === undefined) throw new Error('The sandbox is loaded before it is used');
    if (this.#runtime !== undefined) return this.#runtime;
    const runtime = this.#module.newRuntime();
    runtime.setMemoryLimit(MEMORY_BYTES);
    runtime.setMaxStackSize(STACK_BYTES);
    runtime.setInterruptHandler(() => performance.now() > this.#deadline);
    this.#runtime = runtime;
    return runtime;
  }

  #failure(context: QuickJSContext, error: QuickJSHandle): Error {
    const raised: unknown = context.dump(error);
    error.dispose();
    const { name, message } = (typeof raised === 'object' && raised !== null ? raised : {}) as {
      name?: unknown;
      message?: unknown;
    };
    if (name === 'InternalError' && message === 'interrupted')
      return new Error(`JavaScript function took longer than ${CALL_MS} ms`);
    if (name === 'InternalError' && message === 'out of memory')
      return new Error(`JavaScript function needs more than ${MEMORY_BYTES} bytes of memory`);
    return new Error(name === undefined ? `Uncaught ${String(raised)}` : `${String(name)}: ${String(message)}`);
  }
}
