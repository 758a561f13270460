#!/bin/sh
# A conditional write tells once only, and whoever loses wants to know who won: DynamoDB's reference has
# ReturnValuesOnConditionCheckFailure for that, whose ALL_OLD puts the item as it stands into the
# ConditionalCheckFailedException, without a read of its own. dynalite 4.0.0 means, says its README, to match the live
# service as closely as possible, all limits and error messages included, and it does refuse a parameter of the wrong
# kind. This one it takes and forgets: the write fails rightly, `Item` is undefined, as it is on AWS only where there is no
# item, so that code tested against it takes "somebody was first" for "nothing is there". Needs Node and npm.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact dynalite@4.0.0 @aws-sdk/client-dynamodb@3.1169.0
cat >probe.cjs <<'JS'
const assert = require("node:assert/strict");
const dynalite = require("dynalite");
const { CreateTableCommand, DynamoDBClient, PutItemCommand, UpdateItemCommand, waitUntilTableExists } = require("@aws-sdk/client-dynamodb");

async function refused(client, command) {
  try {
    await client.send(command);
  } catch (error) {
    return error;
  }
  throw new Error("the write went through");
}
async function probe(port) {
  const client = new DynamoDBClient({ region: "us-east-1", endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: "test", secretAccessKey: "test" } });
  const TableName = "told";
  await client.send(new CreateTableCommand({ TableName, BillingMode: "PAY_PER_REQUEST",
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }], AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }] }));
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName });

  const item = (by) => ({ id: { S: "finding-1" }, toldBy: { S: by } });
  const ReturnValuesOnConditionCheckFailure = "ALL_OLD";
  await client.send(new PutItemCommand({ TableName, Item: item("first") }));
  const old = await client.send(new PutItemCommand({ TableName, Item: item("first"), ReturnValues: "ALL_OLD" }));
  const put = await refused(client, new PutItemCommand({ TableName, Item: item("second"),
    ConditionExpression: "attribute_not_exists(id)", ReturnValuesOnConditionCheckFailure }));
  const update = await refused(client, new UpdateItemCommand({ TableName, Key: { id: { S: "finding-1" } },
    UpdateExpression: "SET toldBy = :me", ConditionExpression: "toldBy = :me",
    ExpressionAttributeValues: { ":me": { S: "second" } }, ReturnValuesOnConditionCheckFailure }));
  const wrong = await refused(client, new PutItemCommand({ TableName, Item: item("first"), ReturnValues: "EVERYTHING" }));

  console.log(`dynalite ${require("dynalite/package.json").version}`);
  console.log("ReturnValues ALL_OLD:      ", JSON.stringify(old.Attributes));
  console.log("ReturnValues EVERYTHING:   ", wrong.name);
  console.log("put refused, ALL_OLD:      ", put.name, JSON.stringify(put.Item));
  console.log("update refused, ALL_OLD:   ", update.name, JSON.stringify(update.Item));
  assert.deepEqual(old.Attributes, item("first"));
  assert.equal(wrong.name, "ValidationException");
  for (const error of [put, update]) {
    assert.equal(error.name, "ConditionalCheckFailedException");
    assert.equal(error.Item, undefined, "the behaviour has changed: the item is told now");
  }
}
const server = dynalite({ createTableMs: 0 });
server.listen(0, "127.0.0.1", () => {
  probe(server.address().port).then(() => process.exit(0), (error) => {
    console.error(error.message);
    process.exit(1);
  });
});
JS
NODE_NO_WARNINGS=1 node probe.cjs
