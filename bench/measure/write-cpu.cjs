// Loaded before a command (node --require): writes the processor time of the whole process, all its threads and its
// start included, in milliseconds, to the file that HARBORWATCH_BENCH_CPU names when it ends.
const { writeFileSync } = require('node:fs');

const file = process.env.HARBORWATCH_BENCH_CPU;

if (file !== undefined) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    writeFileSync(file, String((user + system) / 1000));
  });
}
