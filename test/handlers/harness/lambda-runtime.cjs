// Stands in for Lambda's runtime: loads the bundle, calls its handler for each message, answers with what came of it.
// A message can set the bundle's clock ahead, so that the next hour's run needs no hour.
const RealDate = Date;
let aheadMilliseconds = 0;
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + aheadMilliseconds);
    else super(...parts);
  }

  static now() {
    return RealDate.now() + aheadMilliseconds;
  }
};
// Waits before another try are drawn between nothing and their most: the draw may be a low one.
if (process.env.TEST_JITTER === 'low') {
  const random = Math.random;
  Math.random = () => random() / 20;
}
// The search engine is reached by TLS and nothing else: what goes to the tests' name of it goes to where AWS is played.
const SEARCH = 'https://search.test/';
const realFetch = globalThis.fetch;
globalThis.fetch = (url, options) =>
  realFetch(
    String(url).startsWith(SEARCH)
      ? `${process.env.AWS_ENDPOINT_URL}/${String(url).slice(SEARCH.length)}`
      : url,
    options,
  );
const { handler } = require(process.argv[2]);

/** What the process has used so far: processor time, and the most memory that was resident. */
function used() {
  const { user, system } = process.cpuUsage();
  return { cpuMilliseconds: (user + system) / 1e3, peakBytes: process.resourceUsage().maxRSS * 1024 };
}

process.on('message', async ({ id, event, timeoutSeconds, requestId, aheadSeconds }) => {
  aheadMilliseconds = aheadSeconds * 1000;
  const until = RealDate.now() + timeoutSeconds * 1000;
  const context = {
    awsRequestId: requestId,
    functionName: 'under-test',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:under-test',
    getRemainingTimeInMillis: () => Math.max(0, until - RealDate.now()),
  };
  try {
    const value = await handler(event, context);
    process.send({ id, outcome: { kind: 'answer', value }, used: used() });
  } catch (error) {
    process.send({ id, outcome: { kind: 'error', name: error.name, message: error.message }, used: used() });
  }
});
