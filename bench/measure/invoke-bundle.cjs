// Invokes a deployed bundle with subscription events, and beside it reads the same events and does nothing else:
// invoke-bundle.cjs <bundle> <input file> <output file>. Sides of one round get the same event; the next round
// another, forwards and backwards in turn, as in alternate.ts.
const { readFileSync, writeFileSync } = require('node:fs');
const { gunzipSync } = require('node:zlib');

const [, , bundle, inputFile, outputFile] = process.argv;
const { events, sides, warmUp, counted } = JSON.parse(readFileSync(inputFile, 'utf8'));

const context = {
  awsRequestId: 'bench',
  functionName: 'bench',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:bench',
  getRemainingTimeInMillis: () => 60_000,
};

const RUN = {
  parse: async (event) => {
    const { logEvents } = JSON.parse(gunzipSync(Buffer.from(event.awslogs.data, 'base64')).toString('utf8'));
    if (logEvents.length === 0) throw new Error('the event is empty');
    // A trail's messages are JSON themselves.
    if (logEvents[0].message.startsWith('{')) for (const { message } of logEvents) JSON.parse(message);
  },
  bundle: async (event, round) => {
    const { handler } = require(bundle);
    await handler(event, { ...context, awsRequestId: `bench-${round}` });
  },
};

function peakBytes() {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return Number(kilobytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

async function sampleOf(side, event, round) {
  const cpuBefore = process.cpuUsage();
  const before = process.hrtime.bigint();
  await RUN[side](event, round);
  const wall = Number(process.hrtime.bigint() - before) / 1e6;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { cpu: (user + system) / 1e3, wall };
}

async function main() {
  const samples = Object.fromEntries(sides.map((side) => [side, []]));
  for (let round = 0; round < warmUp + counted; round += 1) {
    for (const side of round % 2 === 0 ? sides : [...sides].reverse()) {
      const sample = await sampleOf(side, events[round % events.length], round);
      if (round >= warmUp) samples[side].push(sample);
    }
  }
  writeFileSync(outputFile, JSON.stringify({ samples, peakBytes: peakBytes() }));
  process.exit(0);
}

void main();
