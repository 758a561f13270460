// Loaded before a command (node --require): writes the milliseconds of processors that the process took, all of its
// threads together, to the file that HARBORWATCH_BENCH_USAGE names when it ends.
const { writeFileSync } = require('node:fs');

const file = process.env.HARBORWATCH_BENCH_USAGE;

if (file !== undefined) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    writeFileSync(file, String((user + system) / 1000));
  });
}
