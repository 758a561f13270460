#!/bin/sh
# @polyglot-sql/sdk 0.12.1 with DuckDB 1.5.6: a query that is transpiled from `athena` to `duckdb` runs without an error
# and means something else. Words that both dialects have pass as they are, though their values differ, and `count_if`
# becomes a sum, which is null and not 0 where there are no rows. The column "Athena" is what Trino 476, the engine
# behind Athena, answers to the first text.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @polyglot-sql/sdk@0.12.1 @duckdb/node-api@1.5.6-r.1 2>/dev/null

cat >compare.cjs <<'JAVASCRIPT'
const { DuckDBInstance } = require('@duckdb/node-api');
const polyglot = require('@polyglot-sql/sdk');

// [Athena SQL, what Athena answers, what DuckDB answers to the transpiled text]
const CASES = [
  ['select 7 / 2', '3', '3.5'],
  ["select date_diff('day', timestamp '2026-01-01 23:00:00', timestamp '2026-01-02 01:00:00')", '0', '1'],
  ["select extract(dow from date '2026-01-04')", '7', '0'],
  ["select concat('a', null)", 'null', 'a'],
  ['select greatest(1, null)', 'null', '1'],
  ["select count_if(x > 1) from (values (1)) as t (x) where x > 1", '0', 'null'],
];

(async () => {
  await polyglot.init?.();
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  let changed = 0;
  for (const [athena, trino, recorded] of CASES) {
    const { success, sql, error } = polyglot.transpile(athena, 'athena', 'duckdb');
    if (!success) throw new Error(`${athena}: ${error}`);
    const reader = await connection.runAndReadAll(sql[0]);
    const duckdb = String(reader.getRows()[0][0]);
    console.log(`${athena}\n  becomes ${sql[0]}\n  Athena ${trino}, DuckDB ${duckdb}`);
    if (duckdb !== recorded) changed += 1;
  }
  if (changed > 0) throw new Error(`changed: ${changed} of ${CASES.length} answers differ from what was recorded`);
})().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
JAVASCRIPT
node compare.cjs
echo 'as recorded: six transpiled queries run, and answer otherwise'
