#!/bin/sh
# The aggregated format of Kinesis puts many user records into one: tables of keys in front, and in each record an index
# of its partition key and, optional in the format's schema, one of its explicit hash key. AWS Labs' aws-kinesis-agg, npm
# 4.2.8 and PyPI 1.2.3, do not ask whether the optional index is there. One left out reads as 0, so a record without a
# hash key comes out with the first one of its neighbours, and whoever forwards records by that key sends it to another
# shard than its partition key would: flows of one interface are no longer in one place and in order. As long as no
# record of the batch has such a key, none is made up. Needs Node, npm, Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact aws-kinesis-agg@4.2.8
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check aws-kinesis-agg==1.2.3 protobuf==7.36.2 six==1.17.0
cat >probe.cjs <<'JS'
const assert = require("node:assert/strict");
const { writeFileSync } = require("node:fs");
const { RecordAggregator, deaggregateSync } = require("aws-kinesis-agg");

function aggregate(hashKeys) {
  const aggregator = new RecordAggregator();
  hashKeys.forEach((explicitHashKey, index) => {
    aggregator.addUserRecord({ partitionKey: `eni-${index}`, explicitHashKey, data: Buffer.from(`flow ${index}`) });
  });
  return aggregator.build().data.toString("base64");
}
function keys(data) {
  let read;
  deaggregateSync({ data, partitionKey: "eni-0", sequenceNumber: "1" }, true, (error, records) => {
    if (error) throw error;
    read = records.map((record) => [record.partitionKey, record.explicitPartitionKey ?? null]);
  });
  return read;
}
console.log(`aws-kinesis-agg ${require("aws-kinesis-agg/package.json").version} (npm)`);
const mixed = aggregate([undefined, "5", undefined]);
console.log("given [none, 5, none]:     ", JSON.stringify(keys(mixed)));
console.log("given [none, none, none]:  ", JSON.stringify(keys(aggregate([undefined, undefined, undefined]))));
assert.deepEqual(keys(aggregate([undefined, undefined])), [["eni-0", null], ["eni-1", null]]);
assert.deepEqual(keys(mixed), [["eni-0", "5"], ["eni-1", "5"], ["eni-2", "5"]], "the behaviour has changed");
writeFileSync("mixed.txt", mixed);
JS
node probe.cjs
environment/bin/python - <<'PYTHON'
import base64, pathlib
from importlib.metadata import version
from aws_kinesis_agg import deaggregator

data = pathlib.Path("mixed.txt").read_text()
records = deaggregator.deaggregate_records([{"kinesis": {
    "kinesisSchemaVersion": "1.0", "sequenceNumber": "1", "partitionKey": "eni-0", "approximateArrivalTimestamp": 0, "data": data,
}}])
keys = [(record["kinesis"]["partitionKey"], record["kinesis"]["explicitHashKey"]) for record in records]
print("aws-kinesis-agg", version("aws-kinesis-agg"), "(PyPI)\ngiven [none, 5, none]:     ", keys)
assert keys == [("eni-0", "5"), ("eni-1", "5"), ("eni-2", "5")], "the behaviour has changed"
PYTHON
