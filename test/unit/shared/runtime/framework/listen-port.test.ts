import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { listenPort } from '@penstock/shared/runtime/framework/listen-port.ts';

/** The framework's own reading, which its package does not export. */
const { resolve } = createRequire(import.meta.url);
const options = (await import(join(dirname(resolve('@google-cloud/functions-framework')), 'options.js'))) as {
  parseOptions(args: readonly string[], env: Readonly<Record<string, string>>): { readonly port: string };
};

describe('the port that functions-framework listens on', () => {
  for (const [args, env, port] of [
    [[], {}, 8080],
    [[], { PORT: '9000' }, 9000],
    [['--port', '3000'], {}, 3000],
    [['--port=3000'], { PORT: '9000' }, 3000],
    [['--target=intake', '--port', '3000', '--source', '.'], {}, 3000],
    [['--log-execution-id', '--port', '3000'], {}, 3000],
    [['--', '--port', '3000'], { PORT: '9000' }, 9000],
    [['--ports', '3000', 'port'], { PORT: '9000' }, 9000],
  ] as const) {
    it(`is ${port} with ${JSON.stringify([...args, env])}, as the framework itself reads it`, () => {
      const argv = ['node', 'functions-framework', ...args];
      assert.equal(Number(options.parseOptions(argv, env).port), port);
      assert.equal(listenPort(env, argv), port);
    });
  }
});
