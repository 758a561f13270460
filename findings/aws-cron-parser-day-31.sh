#!/bin/sh
# EventBridge's reference of cron expressions lets the day of the month be 1 to 31 and gives L two places: the last day
# of the month, and of the week. Two libraries that tell when such a schedule runs next are right on most of it, and
# wrong where a month is short. npm's aws-cron-parser 1.1.12 takes the 31st of February for the third of March and the
# 31st of April for the first of May, so that a monthly report seems to run twelve times a year, which it does not. PyPI's
# aws-croniter 2.1.1 knows each month's length, but says of L in the day of the week, which it takes as valid, that it
# never runs: four times None. No error is raised. Needs Node, npm, Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact aws-cron-parser@1.1.12
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check aws-croniter==2.1.1
cat >probe.cjs <<'JS'
const assert = require("node:assert/strict");
const { parse, next } = require("aws-cron-parser");

function runs(expression, number) {
  const days = [];
  for (let at = new Date("2026-01-01T00:00:00Z"); days.length < number; ) {
    at = next(parse(expression), at);
    days.push(at.toISOString().slice(0, 10));
  }
  return days.join(" ");
}
console.log(`aws-cron-parser ${require("aws-cron-parser/package.json").version}`);
for (const day of ["28", "L", "30", "31"]) console.log(`cron(0 9 ${day} * ? *)`, runs(`0 9 ${day} * ? *`, 4));
assert.equal(runs("0 9 28 * ? *", 3), "2026-01-28 2026-02-28 2026-03-28");
assert.equal(runs("0 9 L * ? *", 3), "2026-01-31 2026-02-28 2026-03-31");
assert.equal(runs("0 9 30 * ? *", 3), "2026-01-30 2026-03-02 2026-03-30", "the behaviour has changed");
assert.equal(runs("0 9 31 * ? *", 4), "2026-01-31 2026-03-03 2026-03-31 2026-05-01", "the behaviour has changed");
JS
node probe.cjs
environment/bin/python - <<'PYTHON'
from datetime import datetime, timezone
from importlib.metadata import version
from aws_croniter import AwsCroniter

def runs(expression):
    start = datetime(2026, 1, 1, tzinfo=timezone.utc)
    return [at and at.strftime("%Y-%m-%d") for at in AwsCroniter(expression).get_next(start, 4)]

print("aws-croniter", version("aws-croniter"))
for expression in ["0 9 31 * ? *", "0 9 ? * 7 *", "0 9 ? * 7L *", "0 9 ? * L *"]:
    print(f"cron({expression})", runs(expression))
assert runs("0 9 31 * ? *") == ["2026-01-31", "2026-03-31", "2026-05-31", "2026-07-31"]
assert runs("0 9 ? * 7 *") == ["2026-01-03", "2026-01-10", "2026-01-17", "2026-01-24"]
assert runs("0 9 ? * L *") == [None] * 4, "the behaviour has changed: L is read as the last day of the week now"
PYTHON
