/** Dots while it runs, the failures when it is over, and one last line that counts. Mocha loads reporters as CommonJS. */

const { reporters } = require('mocha');

module.exports = class Summary extends reporters.Dot {
  done(_failures, end) {
    const { passes, failures, pending } = this.stats;
    process.stdout.write(`\n${passes} passed, ${failures} failed, ${pending} skipped\n`);
    end(failures);
  }
};
