#!/bin/sh
# FilterPattern.anyTermGroup of aws-cdk-lib promises a pattern of CloudWatch Logs that matches when all terms of one
# of the groups are there. For the example of its own documentation it writes ?"ERROR" "MainThread" ?"WARN" "Deadlock".
# The reference of CloudWatch Logs says that terms with a question mark are ignored as soon as other terms stand beside
# them: what is asked for is MainThread and Deadlock in one line, which neither group means, so that the alarm stays
# silent. cdk synth says nothing. Groups of one term each are right. Needs Node and npm.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact aws-cdk-lib@2.276.0 constructs@10.8.1
cat >probe.cjs <<'JS'
const assert = require("node:assert");
const { App, Stack } = require("aws-cdk-lib");
const { FilterPattern, LogGroup, MetricFilter } = require("aws-cdk-lib/aws-logs");
const { Annotations, Match, Template } = require("aws-cdk-lib/assertions");

function synthesized(filterPattern) {
  const stack = new Stack(new App(), "Stack");
  const logGroup = new LogGroup(stack, "Group");
  new MetricFilter(stack, "Filter", { logGroup, filterPattern, metricNamespace: "Audit", metricName: "Found" });
  const [filter] = Object.values(Template.fromStack(stack).findResources("AWS::Logs::MetricFilter"));
  const annotations = Annotations.fromStack(stack);
  const said = [...annotations.findWarning("*", Match.anyValue()), ...annotations.findError("*", Match.anyValue())];
  return { pattern: filter.Properties.FilterPattern, said: said.length };
}

/** What the reference says about a pattern of quoted terms: with plain terms beside them, optional ones are ignored. */
function documented(pattern) {
  const terms = [...pattern.matchAll(/(\??)"([^"]*)"/g)].map(([, optional, text]) => ({ optional: optional === "?", text }));
  const plain = terms.filter((term) => !term.optional);
  return plain.length > 0 ? { all: plain.map((term) => term.text) } : { any: terms.map((term) => term.text) };
}

console.log("aws-cdk-lib", require("aws-cdk-lib/package.json").version);
const pairs = synthesized(FilterPattern.anyTermGroup(["ERROR", "MainThread"], ["WARN", "Deadlock"]));
const single = synthesized(FilterPattern.anyTermGroup(["ERROR"], ["WARN"]));
for (const { pattern, said } of [pairs, single]) {
  console.log(pattern.padEnd(42), "warnings:", said, "as documented:", JSON.stringify(documented(pattern)));
}
assert.deepEqual(pairs, { pattern: '?"ERROR" "MainThread" ?"WARN" "Deadlock"', said: 0 }, "the behaviour has changed");
assert.deepEqual(documented(pairs.pattern), { all: ["MainThread", "Deadlock"] });
assert.deepEqual(documented(single.pattern), { any: ["ERROR", "WARN"] }, "the behaviour has changed");
JS
node probe.cjs
