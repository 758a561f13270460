// What Lambda does before the first event: loads a bundle, and says on stdout what that took, in milliseconds, and
// how many bytes are resident then.
const file = process.argv[2];
const cpuBefore = process.cpuUsage();
const before = process.hrtime.bigint();
require(file);
const wall = Number(process.hrtime.bigint() - before) / 1e6;
const { user, system } = process.cpuUsage(cpuBefore);
const { rss } = process.memoryUsage();
process.stdout.write(JSON.stringify({ cpu: (user + system) / 1e3, wall, rss }), () => process.exit(0));
