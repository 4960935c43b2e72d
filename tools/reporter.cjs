/**
 * Dots while it runs, the failures when it is over, and one last line that counts. Mocha loads reporters as CommonJS.
 * With `--reporter-option slowest=20` it also names the files whose tests took longest, hooks left out.
 */

const { relative } = require('node:path');
const { reporters } = require('mocha');

module.exports = class Summary extends reporters.Dot {
  #ms = new Map();
  #slowest;

  constructor(runner, options) {
    super(runner, options);
    this.#slowest = Number(options.reporterOptions?.slowest ?? options.reporterOption?.slowest ?? 0);
    runner.on('test end', ({ file = '', duration = 0 }) => this.#ms.set(file, (this.#ms.get(file) ?? 0) + duration));
  }

  done(_failures, end) {
    const { passes, failures, pending } = this.stats;
    const files = [...this.#ms].sort(([, a], [, b]) => b - a).slice(0, this.#slowest);
    for (const [file, ms] of files)
      process.stdout.write(`${(ms / 1_000).toFixed(1).padStart(7)} s  ${relative('', file)}\n`);
    process.stdout.write(`\n${passes} passed, ${failures} failed, ${pending} skipped\n`);
    end(failures);
  }
};
