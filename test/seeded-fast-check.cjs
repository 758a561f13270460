/**
 * fast-check as all tests have it: with one seed, so that a run says of a change only, and a red one is red again. What
 * other seeds find, `.ci/nightly` looks for; `FUZZ_SEED` repeats it.
 */
const fc = require('../node_modules/fast-check/lib/cjs/fast-check.js');

fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 20_261_130) });

module.exports = fc;
