#!/bin/sh
# The reference of ARNs has three forms of a resource: an id, type/id and type:id, and the third one is what log groups,
# functions and secrets have, and each revision of a task definition ends in. npm's aws-arn-parser 1.0.1 shows one ARN in
# its README, of the second form, and splits at each colon with six names ready. All that stands behind the sixth comes
# under the name "undefined", where the last one wins: of a task definition the revision leaves the resource, of a log
# group the name is gone, so that two groups have one and the same record. No error is raised. arnparse 0.0.2 from PyPI,
# beside it, keeps each of them. Needs Node, npm, Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact aws-arn-parser@1.0.1
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check arnparse==0.0.2
cat >probe.cjs <<'JS'
const assert = require("node:assert/strict");
const parse = require("aws-arn-parser");
const prefix = (service) => `arn:aws:${service}:eu-west-1:123456789012:`;
const taken = (arn) => { const { relativeId, undefined: rest } = parse(arn); return { relativeId, undefined: rest }; };

const cases = {
  [`${prefix("ecs")}task/shop/0123456789abcdef`]: { relativeId: "task/shop/0123456789abcdef", undefined: undefined },
  [`${prefix("ecs")}task-definition/web:7`]: { relativeId: "task-definition/web", undefined: "7" },
  [`${prefix("logs")}log-group:/ecs/web:*`]: { relativeId: "log-group", undefined: "*" },
  [`${prefix("logs")}log-group:/ecs/api:*`]: { relativeId: "log-group", undefined: "*" },
  [`${prefix("lambda")}function:audit:live`]: { relativeId: "function", undefined: "live" },
};
console.log(`aws-arn-parser ${require("aws-arn-parser/package.json").version}`);
for (const arn of Object.keys(cases)) console.log(arn, JSON.stringify(taken(arn)));
for (const [arn, recorded] of Object.entries(cases)) assert.deepEqual(taken(arn), recorded, "the behaviour has changed");
JS
node probe.cjs
environment/bin/python - <<'PYTHON'
from importlib.metadata import version
from arnparse import arnparse

print("arnparse", version("arnparse"))
for resource in ["ecs:eu-west-1:123456789012:task-definition/web:7", "logs:eu-west-1:123456789012:log-group:/ecs/web:*"]:
    arn = arnparse(f"arn:aws:{resource}")
    print(arn.resource_type, arn.resource)
    assert arn.resource in ("web:7", "/ecs/web:*")
PYTHON
