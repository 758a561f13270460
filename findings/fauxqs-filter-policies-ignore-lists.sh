#!/bin/sh
# Amazon SNS's guide says of filter policies that each element of a String.Array attribute is a text of its own, shows the
# same list in a message's body, and compares numbers of a policy with attributes and members that are numbers. fauxqs
# 1.9.2 (SNS, SQS and S3 for tests; the newest for Node 20, and 2.4.1 has the same lines) counts filter policies in both
# scopes among its features. A list is no list there: a String.Array attribute is compared as one text, brackets and
# all, and a list in the body is left out, so that it does not even exist. The text "22" is a number. A test of "who is told
# of this finding" is red and green in the wrong places. Needs Node and npm.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact fauxqs@1.9.2 @aws-sdk/client-sns@3.1169.0
cat >probe.mjs <<'JS'
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { startFauxqs } from "fauxqs";

const attributes = {
  severity: { DataType: "Number", StringValue: "8" },
  port: { DataType: "String", StringValue: "22" },
  tactics: { DataType: "String.Array", StringValue: JSON.stringify(["Execution", "Persistence"]) },
};
const body = { severity: 8, port: "22", tactics: ["Execution", "Persistence"], task: { cluster: "shop" } };
// [what is asked, scope, policy, delivered by SNS, delivered by fauxqs]
const cases = [
  ["severity from 7", "MessageAttributes", { severity: [{ numeric: [">=", 7] }] }, true, true],
  ["severity from 9", "MessageBody", { severity: [{ numeric: [">=", 9] }] }, false, false],
  ["a member of an object", "MessageBody", { task: { cluster: ["shop"] } }, true, true],
  ["one of the texts", "MessageAttributes", { tactics: ["Execution"] }, true, false],
  ["one of the texts", "MessageBody", { tactics: ["Execution"] }, true, false],
  ["the list exists", "MessageBody", { tactics: [{ exists: true }] }, true, false],
  ["the text 22 as a number", "MessageAttributes", { port: [{ numeric: ["=", 22] }] }, false, true],
  ["the text 22 as a number", "MessageBody", { port: [22] }, false, true],
];

const { version } = JSON.parse(readFileSync("node_modules/fauxqs/package.json", "utf8"));
const server = await startFauxqs({ port: 0, logger: false });
const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const sns = new SNSClient({ region: "us-east-1", endpoint: server.address, credentials });
const { topicArn } = server.createTopic("findings");
for (const [index, [, FilterPolicyScope, policy]] of cases.entries()) {
  const { queueArn } = server.createQueue(`queue-${index}`);
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint: queueArn,
    Attributes: { FilterPolicyScope, FilterPolicy: JSON.stringify(policy) } }));
}
await sns.send(new PublishCommand({ TopicArn: topicArn, Message: JSON.stringify(body), MessageAttributes: attributes }));
const delivered = cases.map((_, index) => server.inspectQueue(`queue-${index}`).messages.ready.length > 0);
await server.stop();

console.log(`fauxqs ${version}`);
for (const [index, [name, scope, , onAws]] of cases.entries()) {
  console.log(`${name.padEnd(24)} ${scope.padEnd(18)} SNS ${String(onAws).padEnd(5)} fauxqs ${delivered[index]}`);
}
assert.deepEqual(delivered, cases.map((row) => row[4]), "the behaviour has changed");
JS
node probe.mjs
