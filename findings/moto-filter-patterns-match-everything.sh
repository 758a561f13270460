#!/bin/sh
# moto is an emulator of AWS that tests of log pipelines run against. Its FilterLogEvents knows words and quoted
# phrases. A pattern of any other kind (JSON selectors, ?either ?or, -without) is no error: every event comes back. A
# test that expects "the event is found" passes whatever the pattern says. Needs Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check moto[logs]==5.2.5 boto3==1.44.8
environment/bin/pip list --disable-pip-version-check 2>/dev/null | grep -E '^(moto|boto3) '
AWS_DEFAULT_REGION=eu-west-1 environment/bin/python - <<'PYTHON'
import json, time
import boto3
from moto import mock_aws

EVENTS = [json.dumps({"eventName": "RunTask"}), json.dumps({"eventName": "StopTask"}), "ERROR disk full", "all well"]
EXPECTED_ON_AWS = {
    '{ $.eventName = "RunTask" }': [0],
    "?ERROR ?StopTask": [1, 2],
    "-ERROR": [0, 1, 3],
    "ERROR": [2],
    '"disk full"': [2],
}
with mock_aws():
    logs = boto3.client("logs")
    logs.create_log_group(logGroupName="group")
    logs.create_log_stream(logGroupName="group", logStreamName="stream")
    now = int(time.time() * 1000)
    logs.put_log_events(logGroupName="group", logStreamName="stream",
                        logEvents=[{"timestamp": now, "message": text} for text in EVENTS])
    found = {}
    for pattern, expected in EXPECTED_ON_AWS.items():
        events = logs.filter_log_events(logGroupName="group", filterPattern=pattern)["events"]
        found[pattern] = [EVENTS.index(event["message"]) for event in events]
        print(f"{pattern:30} AWS documents {expected}, moto gives {found[pattern]}")
assert found["ERROR"] == [2] and found['"disk full"'] == [2], "words are read no longer"
for pattern in list(EXPECTED_ON_AWS)[:3]:
    assert found[pattern] == [0, 1, 2, 3], f"the behaviour has changed: {pattern} may be read now"
PYTHON
