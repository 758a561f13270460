// Loaded before a command (node --require): writes the most memory that the process had resident, in bytes, and its CPU
// time, in seconds, to the file that HARBORWATCH_BENCH_PEAK names when it ends.
const { readFileSync, writeFileSync } = require('node:fs');

const file = process.env.HARBORWATCH_BENCH_PEAK;

function peakBytes() {
  try {
    // Linux counts the parent's memory in a child's maxRSS (it forks before it becomes another program), not here.
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return Number(kilobytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

if (file !== undefined) process.on('exit', () => writeFileSync(file, `${peakBytes()} ${cpuSeconds()}`));
