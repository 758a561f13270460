#!/bin/sh
# When a subscription filter has a space-delimited pattern, as one writes for VPC flow logs, CloudWatch Logs puts the
# named fields of each event into `extractedFields` beside `message`; an account-wide subscription adds `policyLevel`.
# The parser of Powertools for AWS Lambda accepts such a payload as valid and returns it without either: a
# handler that reads srcaddr from the parsed event gets undefined, without an error. Needs Node and npm.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact @aws-lambda-powertools/parser@2.35.0 zod@4.6.7
cat >probe.cjs <<'JS'
const { gzipSync } = require("node:zlib");
const assert = require("node:assert");
const { CloudWatchLogsSchema } = require("@aws-lambda-powertools/parser/schemas");
const payload = {
  messageType: "DATA_MESSAGE",
  owner: "123456789012",
  logGroup: "flow-logs",
  logStream: "eni-0123456789abcdef0-all",
  subscriptionFilters: ["ssh"],
  policyLevel: "ACCOUNT_LEVEL_POLICY",
  logEvents: [{ id: "1", timestamp: 1764400000000, message: "203.0.113.7 10.0.0.5 22", extractedFields: { srcaddr: "203.0.113.7", dstaddr: "10.0.0.5", dstport: "22" } }],
};
const parsed = CloudWatchLogsSchema.safeParse({ awslogs: { data: gzipSync(JSON.stringify(payload)).toString("base64") } });
assert(parsed.success, "the payload is refused now: the behaviour has changed");
const { data } = parsed.data.awslogs;
console.log("@aws-lambda-powertools/parser 2.35.0");
console.log("members of the event:", Object.keys(data.logEvents[0]), "of the payload:", Object.keys(data));
assert(!("extractedFields" in data.logEvents[0]) && !("policyLevel" in data), "the behaviour has changed: the fields are kept now");
JS
node probe.cjs
