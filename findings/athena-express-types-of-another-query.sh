#!/bin/sh
# athena-express 7.1.5 runs a query on Athena and, as its README says, answers clean JSON, numbers as numbers and texts as
# texts by the types that Athena reports. It keeps those types in one variable of the module. Of two queries that run
# side by side (Promise.all over saved questions, two requests of one Lambda function) both are read by the types of the
# one that finished last: account ids that are texts become BigInts without their leading zero, counts become texts.
# One after the other both are right. And a column named as the member it comes from, "useridentity.arn", is answered
# as a nested object, since the CSV reader behind it takes the dot for a path. No error in either. Needs Node and npm.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact athena-express@7.1.5 csvtojson@2.0.14
cat >probe.cjs <<'JS'
const assert = require("node:assert/strict");
const { Readable } = require("node:stream");
const { inspect } = require("node:util");
const AthenaExpress = require("athena-express");

// [types, result file] of each query, as Athena gives them: one knows accounts as texts, the other as numbers.
const ANSWERS = {
  accounts: [{ account: "varchar", calls: "bigint" }, '"account","calls"\n"012345678901","7"\n'],
  totals: [{ account: "bigint", calls: "varchar" }, '"account","calls"\n"12345678901","seven"\n'],
  members: [{ "useridentity.arn": "varchar" }, '"useridentity.arn"\n"arn:aws:iam::012345678901:user/alice"\n'],
};
const promised = (answer) => ({ promise: async () => answer });
class Athena {
  startQueryExecution = ({ QueryString }) => promised({ QueryExecutionId: QueryString });
  getQueryExecution = ({ QueryExecutionId }) => promised({ QueryExecution: {
    Status: { State: "SUCCEEDED" }, StatementType: "DML",
    ResultConfiguration: { OutputLocation: `s3://results/${QueryExecutionId}.csv` },
  } });
  getQueryResults = ({ QueryExecutionId }) => promised({ ResultSet: { ResultSetMetadata: {
    ColumnInfo: Object.entries(ANSWERS[QueryExecutionId][0]).map(([Name, Type]) => ({ Name, Type })),
  } } });
}
class S3 {
  getObject = ({ Key }) => ({ createReadStream: () => Readable.from([ANSWERS[Key.replace(".csv", "")][1]]) });
}

(async () => {
  console.log(`athena-express ${require("athena-express/package.json").version}`);
  const athena = new AthenaExpress({ aws: { Athena, S3 }, s3: "s3://results" });
  const rows = async (sql) => (await athena.query(sql)).Items.map((row) => ({ ...row }));

  const alone = await rows("accounts");
  await rows("totals");
  const [beside] = await Promise.all([rows("accounts"), rows("totals")]);
  const [member] = await rows("members");
  console.log("accounts, alone:          ", inspect(alone[0]));
  console.log("accounts, beside totals:  ", inspect(beside[0]));
  console.log('column "useridentity.arn":', inspect(member));

  assert.deepEqual(alone, [{ account: "012345678901", calls: 7n }]);
  assert.deepEqual(beside, [{ account: 12345678901n, calls: "7" }], "the behaviour has changed: types are a query's own");
  assert.deepEqual(member, { useridentity: { arn: "arn:aws:iam::012345678901:user/alice" } }, "the behaviour has changed");
})().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
JS
node probe.cjs
