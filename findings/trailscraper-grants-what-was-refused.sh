#!/bin/sh
# trailscraper writes the IAM policy that a set of CloudTrail records needs. Two surprises on ordinary records. A call
# that was refused (errorCode Client.UnauthorizedOperation) is granted by the policy like one that went through, so
# what somebody only tried becomes allowed. And PutBucketReplication becomes s3:DeleteReplicationConfiguration, an
# action that IAM does not have, while PutReplicationConfiguration, which the call needs, is missing. Needs Python 3 and
# PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check trailscraper==0.10.0 setuptools==80.9.0
environment/bin/python - <<'PYTHON'
import gzip, json, pathlib

def record(source, name, **more):
    return {"eventVersion": "1.11", "eventTime": "2026-01-01T00:00:00Z", "eventSource": f"{source}.amazonaws.com",
            "eventName": name, "awsRegion": "eu-west-1", "sourceIPAddress": "198.51.100.4", "userAgent": "aws-cli",
            "userIdentity": {"type": "AssumedRole", "arn": "arn:aws:sts::123456789012:assumed-role/dev/alice",
                             "accountId": "123456789012",
                             "sessionContext": {"sessionIssuer": {"arn": "arn:aws:iam::123456789012:role/dev"}}},
            "requestParameters": None, "responseElements": None, "eventID": name, "eventType": "AwsApiCall",
            "recipientAccountId": "123456789012", "eventCategory": "Management", **more}

folder = pathlib.Path("logs/AWSLogs/123456789012/CloudTrail/eu-west-1/2026/01/01")
folder.mkdir(parents=True)
with gzip.open(folder / "123456789012_CloudTrail_eu-west-1_20260101T0005Z_abcdefghijklmnop.json.gz", "wt") as file:
    json.dump({"Records": [
        record("ecs", "RunTask"),
        record("ec2", "AuthorizeSecurityGroupIngress", errorCode="Client.UnauthorizedOperation"),
        record("s3", "PutBucketReplication"),
    ]}, file)
PYTHON
environment/bin/trailscraper --version
environment/bin/trailscraper select --log-dir logs >records.json
environment/bin/trailscraper generate <records.json | tee policy.json
environment/bin/python - <<'PYTHON'
import json
actions = {action for statement in json.load(open("policy.json"))["Statement"] for action in statement["Action"]}
assert "ecs:RunTask" in actions, "the records are read no longer"
assert "ec2:AuthorizeSecurityGroupIngress" in actions, "the behaviour has changed: refused calls are left out now"
assert "s3:DeleteReplicationConfiguration" in actions and "s3:PutReplicationConfiguration" not in actions, \
    "the behaviour has changed: PutBucketReplication has its action now"
PYTHON
