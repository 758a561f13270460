#!/bin/sh
# detkit 0.1.6 (PyPI detkit-cli) tests Sigma rules on sample events in CI. Its README says that it does not guess: where
# a rule needs what it cannot judge, lists of objects by name, test and validate print a WARN. It looks for that in the
# rule, where a list of objects cannot be seen, and never in the event. On CloudTrail's lists, and on a list of plain texts
# as well, a rule that Sigma lets match is said not to, without a WARN: "no_match" on the very record that it was written
# for passes, and the mistake of the rule's test is taken for a property of the rule. A wildcard beside `startswith`,
# which Sigma allows, is a plain star. Needs Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check detkit-cli==0.1.6
environment/bin/pip list --disable-pip-version-check 2>/dev/null | grep -E '^detkit-cli '
event='{ "eventName": "AuthorizeSecurityGroupIngress", "userIdentity": { "type": "AssumedRole" }, "labels": ["ssh", "open"],
  "requestParameters": { "ipPermissions": { "items": [{ "fromPort": 22, "cidrIp": "0.0.0.0/0" }] } } }'
mkdir rules
rule() { # name, selection, what Sigma says of the event, what detkit says of it
  printf 'title: %s\nid: 6d0a5a0e-5c1d-4a55-9f0e-0c7f3f0c1a11\nstatus: test\nlevel: high\n' "$1" >"rules/$1.yml"
  printf 'logsource: {product: aws, service: cloudtrail}\ndetection:\n  selection:\n    %s\n  condition: selection\n' \
    "$2" >>"rules/$1.yml"
  printf 'tests:\n  - name: Sigma says %s\n    event: %s\n    expect: %s\n' "$3" "$event" "$4" >"rules/$1.test.yml"
}
rule member-of-an-object 'userIdentity.type: assumedrole' match match
rule port-in-a-list-of-objects 'requestParameters.ipPermissions.items.fromPort: 22' match no_match
rule text-in-a-list 'labels: ssh' match no_match
rule wildcard-in-a-prefix "eventName|startswith: 'Authorize*Group'" match no_match
environment/bin/detkit validate rules >said.txt 2>&1 || { cat said.txt; echo 'the behaviour has changed: validate finds fault' >&2; exit 1; }
environment/bin/detkit test rules >>said.txt 2>&1 || { cat said.txt; echo 'the behaviour has changed: a rule matches now' >&2; exit 1; }
cat said.txt
if grep -q WARN said.txt; then
  echo 'the behaviour has changed: it warns now' >&2
  exit 1
fi
# A modifier that it does not know is the kind of gap that it does warn of.
rule unknown-modifier "eventName|base64offset: Run" no_match no_match
environment/bin/detkit test rules 2>&1 | grep WARN
