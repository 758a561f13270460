#!/bin/sh
# Middy's documentation lists for @middy/event-normalizer, among the events that it opens for a Lambda function: CloudWatch
# Logs and Kinesis Firehose, "Base64 decode and JSON parse data". What a subscription of CloudWatch Logs sends is, by AWS's
# reference, compressed with gzip below the Base64. Version 6.4.5 reads the compressed bytes as UTF-8, does not mind that
# it is no JSON, and puts the text in place of `data`: the records cannot be got back by the handler, nor is there an
# error. A Firehose batch it knows by a deliveryStreamArn of "aws:lambda:events", the text of a sample event; with
# the ARN of a stream nothing is opened. Kinesis Streams are opened as promised. Needs Node and npm.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact @middy/core@6.4.5 @middy/event-normalizer@6.4.5
cat >probe.mjs <<'JS'
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import middy from "@middy/core";
import eventNormalizer from "@middy/event-normalizer";

const handler = middy().use(eventNormalizer()).handler(async (event) => event);
const call = (event) => handler(structuredClone(event), { getRemainingTimeInMillis: () => 1000 });
const base64 = (value) => Buffer.from(JSON.stringify(value)).toString("base64");

const batch = { messageType: "DATA_MESSAGE", owner: "123456789012", logGroup: "trail", logStream: "1", subscriptionFilters: ["exec"],
  logEvents: [{ id: "1", timestamp: 1767225600000, message: '{"eventName": "ExecuteCommand"}' }] };
const compressed = gzipSync(JSON.stringify(batch)).toString("base64");
const flow = { srcaddr: "203.0.113.7", dstport: 22 };
const firehose = (deliveryStreamArn) => ({ deliveryStreamArn, records: [{ recordId: "1", data: base64(flow) }] });

const logs = (await call({ awslogs: { data: compressed } })).awslogs.data;
const [stream] = (await call({ Records: [{ eventSource: "aws:kinesis", kinesis: { data: base64(flow) } }] })).Records;
const [real] = (await call(firehose("arn:aws:firehose:eu-west-1:123456789012:deliverystream/flows"))).records;
const [sample] = (await call(firehose("aws:lambda:events"))).records;

const { version } = JSON.parse(readFileSync("node_modules/@middy/event-normalizer/package.json", "utf8"));
console.log(`@middy/event-normalizer ${version}`);
console.log("Kinesis Streams:          ", JSON.stringify(stream.kinesis.data));
console.log("Firehose, a stream's ARN: ", JSON.stringify(real.data));
console.log("Firehose, the sample:     ", JSON.stringify(sample.data));
console.log("CloudWatch Logs:          ", typeof logs, JSON.stringify(String(logs).slice(0, 12)));
assert.deepEqual(JSON.parse(gunzipSync(Buffer.from(compressed, "base64"))), batch);
assert.deepEqual(stream.kinesis.data, flow);
assert.equal(typeof logs, "string", "the behaviour has changed: the batch is opened now");
for (const encoding of ["utf8", "latin1", "base64"]) {
  assert.throws(() => gunzipSync(Buffer.from(logs, encoding)), undefined, `the behaviour has changed: it can be read as ${encoding}`);
}
assert.equal(real.data, base64(flow), "the behaviour has changed: a stream's records are opened now");
assert.deepEqual(sample.data, flow);
JS
node probe.mjs
