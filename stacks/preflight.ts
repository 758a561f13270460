import { runPreflight } from './preflight/run-preflight';

// The SDK's word on Node's age would stand above the one useful line.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
// A deploy compares with what is deployed while it synthesizes; here that is asked once, and said.
process.env['CDK_VALIDATION'] = 'false';

/** `npm run preflight -- -c monitor.trailLogGroupName=…`; `runPreflight` says what it looks at, and the exit status. */
runPreflight(process.argv.slice(2), { say: console.log, complain: console.error }).then((status) => {
  process.exitCode = status;
});
