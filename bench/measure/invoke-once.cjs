// Invokes a deployed bundle once, as a new environment of Lambda does, and prints what that took:
// invoke-once.cjs <bundle> <event as JSON>. CPU time is that of the invocation, memory that of the process.
const { readFileSync } = require('node:fs');

const [, , bundle, event] = process.argv;
const log = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;

function peakBytes() {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return Number(kilobytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

async function main() {
  const { handler } = require(bundle);
  const before = process.cpuUsage();
  await handler(JSON.parse(event), {
    awsRequestId: 'bench',
    functionName: 'bench',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:bench',
    getRemainingTimeInMillis: () => 300_000,
  });
  const { user, system } = process.cpuUsage(before);
  log(JSON.stringify({ seconds: (user + system) / 1e6, peakBytes: peakBytes() }));
  process.exit(0);
}

main().catch((error) => {
  process.stderr.write(String(error?.stack ?? error));
  process.exit(1);
});
