#!/bin/sh
# serverless-offline-aws-eventbridge runs a project's functions on EventBridge's patterns without AWS. Of a pattern it
# asks source, detail-type and detail only: account, region and resources are not looked at, nor is `$or` at the top.
# Inside of detail, `$or` makes it forget the conditions beside it, `anything-but` with a prefix holds for everything,
# and members of different items of a list are taken together. AWS's own matcher, event-ruler, says no to each. A
# test that expects "my rule finds the call" is green, the rule finds nothing in AWS. Needs Node and npm.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact --legacy-peer-deps serverless-offline-aws-eventbridge@2.2.4
cat >probe.cjs <<'JS'
const assert = require("node:assert");
const { version } = require("serverless-offline-aws-eventbridge/package.json");
const loaded = require("serverless-offline-aws-eventbridge");
const Plugin = loaded.default ?? loaded;

const entry = {
  EventBusName: "default",
  Source: "aws.ec2",
  DetailType: "AWS API Call via CloudTrail",
  Resources: ["arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1"],
  Detail: JSON.stringify({
    eventName: "AuthorizeSecurityGroupIngress",
    awsRegion: "eu-west-1",
    requestParameters: { items: [{ fromPort: 22, cidrIp: "10.0.0.0/8" }, { fromPort: 443, cidrIp: "0.0.0.0/0" }] },
  }),
};
const call = "AuthorizeSecurityGroupIngress";
const rules = {
  // Right, for comparison: the first is the call's, the second and third are not.
  "its call": { detail: { eventName: [call] } },
  "another call": { detail: { eventName: ["RunTask"] } },
  "anything but its call": { detail: { eventName: [{ "anything-but": [call] }] } },
  // None of these holds for the call.
  "another account": { source: ["aws.ec2"], account: ["999999999999"] },
  "another resource": { source: ["aws.ec2"], resources: ["arn:aws:ec2:eu-west-1:123456789012:security-group/sg-2"] },
  "$or at the top": { $or: [{ source: ["aws.ecs"] }, { source: ["aws.iam"] }] },
  "another call, and $or": {
    detail: { eventName: ["RunTask"], $or: [{ awsRegion: ["eu-west-1"] }, { errorCode: ["AccessDenied"] }] },
  },
  "anything but its prefix": { detail: { eventName: [{ "anything-but": { prefix: "Authorize" } }] } },
  "port 22 from anywhere": { detail: { requestParameters: { items: { fromPort: [22], cidrIp: ["0.0.0.0/0"] } } } },
};

const ran = [];
const plugin = new Plugin({ service: {} }, {}, { log: { notice() {} } });
plugin.lambda = { get: (name) => ({ setEvent() {}, runHandler: async () => ran.push(name) }) };
plugin.subscribers = Object.entries(rules).map(([functionKey, pattern]) => (
  { functionKey, event: { eventBus: "default", pattern } }
));

Promise.all(plugin.invokeSubscribers([entry])).then(() => {
  console.log(`serverless-offline-aws-eventbridge ${version}`);
  for (const name of Object.keys(rules)) console.log(`${name.padEnd(24)} ${ran.includes(name) ? "runs" : "does not run"}`);
  const expected = Object.keys(rules).filter((name) => name !== "another call" && name !== "anything but its call");
  assert.deepEqual(ran, expected, "the behaviour has changed");
}).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
JS
node probe.cjs
