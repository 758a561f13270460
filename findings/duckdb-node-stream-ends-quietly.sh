#!/bin/sh
# A query of DuckDB may fail at a row that it comes to late: a cast of the two hundred thousandth value, a damaged block of
# a file. run() and runAndReadAll() of @duckdb/node-api reject then. stream(), streamAndReadAll() and streamAndReadUntil()
# do not: the stream ends as one does that is over, with the rows so far, no error and `done` set, so that a part of an
# answer passes for the whole. DuckDB itself says the error (the same statement as run()). Whoever streams has to compare
# the count of rows with one that he knows from elsewhere. Needs Node and npm.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact @duckdb/node-api@1.5.6-r.1
cat >probe.cjs <<'JS'
const assert = require("node:assert");
const { DuckDBInstance } = require("@duckdb/node-api");

const ROWS = 300_000;
const failing = `select cast(case when i = 200000 then 'x' else i::varchar end as bigint) as n from range(${ROWS}) as t(i)`;
const sound = failing.replace("'x'", "'7'");

async function outcome(work) {
  try {
    return { rows: await work() };
  } catch (error) {
    return { error: String(error.message).split("\n")[0] };
  }
}

(async () => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const ways = {
    runAndReadAll: async (sql) => (await connection.runAndReadAll(sql)).currentRowCount,
    streamAndReadAll: async (sql) => (await connection.streamAndReadAll(sql)).currentRowCount,
    streamAndReadUntil: async (sql) => {
      const reader = await connection.streamAndReadUntil(sql, 2 * ROWS);
      assert.ok(reader.done, "the behaviour has changed");
      return reader.currentRowCount;
    },
    "stream, yieldRows": async (sql) => {
      let rows = 0;
      for await (const some of (await connection.stream(sql)).yieldRows()) rows += some.length;
      return rows;
    },
  };
  console.log("@duckdb/node-api", require("@duckdb/node-api/package.json").version);
  for (const [name, way] of Object.entries(ways)) {
    assert.deepEqual(await outcome(() => way(sound)), { rows: ROWS });
    const found = await outcome(() => way(failing));
    console.log(name.padEnd(20), found.error ?? `no error, ${found.rows} of ${ROWS} rows`);
    if (name === "runAndReadAll") assert.match(found.error, /Conversion Error/);
    else assert.ok(found.rows < ROWS, "the behaviour has changed");
  }
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
JS
node probe.cjs
