#!/bin/sh
# EventBridge's patterns go through lists: its guide takes a list in an event as its items, and event-ruler, its matcher,
# finds members of objects in lists, item by item. CloudTrail has its values there: the permissions of a security group,
# a task's containers, `resources`. moto 5.2.5 runs rules on events of PutEvents without AWS, reads lists of texts, and
# stops at a list of objects: each member inside of one is absent. "Port 22" and "an ARN of IAM" find nothing, and
# `exists: false` holds for a port that is there. A `[0]` matches false, too. And TestEventPattern, which on AWS answers
# Result true or false, answers 200 with no Result, which `if` takes for "no match". Needs Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check 'moto[events,sqs]==5.2.5' boto3==1.44.8
environment/bin/pip list --disable-pip-version-check 2>/dev/null | grep -E '^(moto|boto3) '
AWS_DEFAULT_REGION=eu-west-1 environment/bin/python - <<'PYTHON'
import json
import boto3
from moto import mock_aws

DETAIL = {
    "eventName": "AuthorizeSecurityGroupIngress",
    "readOnly": False,
    "requestParameters": {"groupId": "sg-1", "ipPermissions": {"items": [{"fromPort": 22, "toPort": 22}]}},
    "resources": [{"ARN": "arn:aws:iam::123456789012:role/dev", "type": "AWS::IAM::Role"}],
    "labels": ["ssh", "open"],
}
# name: (pattern of the detail, does it hold on AWS, does it hold in moto)
CASES = {
    "member of an object": ({"requestParameters": {"groupId": ["sg-1"]}}, True, True),
    "text in a list": ({"labels": ["ssh"]}, True, True),
    "another text": ({"labels": ["closed"]}, False, False),
    "port in a list of objects": ({"requestParameters": {"ipPermissions": {"items": {"fromPort": [22]}}}}, True, False),
    "prefix in a list of objects": ({"resources": {"ARN": [{"prefix": "arn:aws:iam"}]}}, True, False),
    "no port in a list of objects": (
        {"requestParameters": {"ipPermissions": {"items": {"fromPort": [{"exists": False}]}}}}, False, True),
    "0 for false": ({"readOnly": [0]}, False, True),
}
with mock_aws():
    events, sqs = boto3.client("events"), boto3.client("sqs")
    queues = {}
    for number, (name, (pattern, *_)) in enumerate(CASES.items()):
        queues[name] = sqs.create_queue(QueueName=f"queue-{number}")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=queues[name], AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        events.put_rule(Name=f"rule-{number}", EventPattern=json.dumps({"source": ["audit.trail"], "detail": pattern}))
        events.put_targets(Rule=f"rule-{number}", Targets=[{"Id": "queue", "Arn": arn}])
    events.put_events(Entries=[{"Source": "audit.trail", "DetailType": "AWS API Call via CloudTrail", "Detail": json.dumps(DETAIL)}])
    held = {name: bool(sqs.receive_message(QueueUrl=queue).get("Messages")) for name, queue in queues.items()}
    event = {"id": "1", "version": "0", "account": "123456789012", "time": "2026-01-01T00:00:00Z", "region": "eu-west-1",
             "resources": [], "source": "audit.trail", "detail-type": "AWS API Call via CloudTrail", "detail": DETAIL}
    tested = events.test_event_pattern(EventPattern=json.dumps({"source": ["audit.trail"]}), Event=json.dumps(event))
for name, (_, on_aws, _) in CASES.items():
    print(f"{name:30} AWS {on_aws!s:5} moto {held[name]}")
print("TestEventPattern:", tested["ResponseMetadata"]["HTTPStatusCode"], "Result", tested.get("Result"))
assert held == {name: recorded for name, (_, _, recorded) in CASES.items()}, "the behaviour has changed"
assert "Result" not in tested, "the behaviour has changed: TestEventPattern answers now"
PYTHON
