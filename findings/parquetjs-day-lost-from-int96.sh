#!/bin/sh
# Hive, Impala and Spark write timestamps to Parquet as INT96: eight bytes of nanoseconds within the day, four of the
# Julian day. @dsnp/parquetjs 1.8.8 (the newest for Node 20) reads
# such a column without an error and gives the first eight bytes alone: of two records at the same hour of different
# days the times are equal, and one of the next morning is older than one of the evening. It could do better: its types
# have an option treatInt96AsTimestamp, off, of which the README does not speak. A list of texts, written in the form that
# Parquet's specification wants, is no list but { list: [{ element }] }, an empty one { list: null }. hyparquet 1.31.5
# gives dates and lists from the same file. Needs Node, npm, Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact @dsnp/parquetjs@1.8.8 hyparquet@1.31.5
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check pyarrow==26.0.1
environment/bin/python - <<'PYTHON'
from datetime import datetime
import pyarrow
import pyarrow.parquet

records = pyarrow.table({
    "eventtime": pyarrow.array([datetime(2026, 1, 1, 20), datetime(2026, 1, 2, 8), datetime(2026, 1, 3, 20)], pyarrow.timestamp("ns")),
    "eventname": ["ExecuteCommand", "StopTask", "RunTask"],
    "groups": pyarrow.array([["sg-1", "sg-2"], [], ["sg-1"]]),
})
pyarrow.parquet.write_table(records, "records.parquet", use_deprecated_int96_timestamps=True)
print("pyarrow", pyarrow.__version__)
PYTHON
cat >probe.mjs <<'JS'
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import parquet from "@dsnp/parquetjs";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";

const reader = await parquet.ParquetReader.openFile("records.parquet");
const cursor = reader.getCursor();
const rows = [];
for (let row = await cursor.next(); row; row = await cursor.next()) rows.push(row);
await reader.close();
const others = await parquetReadObjects({ file: await asyncBufferFromFile("records.parquet") });

const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version;
console.log(`@dsnp/parquetjs ${version("@dsnp/parquetjs")}, hyparquet ${version("hyparquet")}`);
for (const [index, { eventname, eventtime, groups }] of rows.entries()) {
  const other = others[index];
  console.log(`${eventname.padEnd(15)} parquetjs ${eventtime} ${JSON.stringify(groups)}`);
  console.log(`${" ".repeat(15)} hyparquet ${other.eventtime.toISOString()} ${JSON.stringify(other.groups)}`);
}
const hour = 3_600_000_000_000;
assert.deepEqual(others.map((row) => row.eventtime.toISOString().slice(0, 13)), ["2026-01-01T20", "2026-01-02T08", "2026-01-03T20"]);
assert.deepEqual(others.map((row) => row.groups), [["sg-1", "sg-2"], [], ["sg-1"]]);
assert.deepEqual(rows.map((row) => row.eventtime), [20 * hour, 8 * hour, 20 * hour], "the behaviour has changed");
assert.deepEqual(rows.map((row) => JSON.stringify(row.groups)), ['{"list":[{"element":"sg-1"},{"element":"sg-2"}]}',
  '{"list":null}', '{"list":[{"element":"sg-1"}]}'], "the behaviour has changed");
JS
node probe.mjs
