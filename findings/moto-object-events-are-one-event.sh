#!/bin/sh
# Whoever reads a trail's files as they arrive takes "Object Created" from EventBridge, which delivers at least once, and
# keeps what was done by the event's `id`, or by the `sequencer` that S3's guide gives for telling and ordering events of
# one key. moto 5.2.5 sends these events, and all have the id and the sequencer of one: of three files a function that
# knows repeated events reads the first. Each PutObject, with no tags, also sends "Object Tags Added", so that a rule that
# asks for the source alone reads each file twice; all rules of all buses are asked, where S3 sends to the default one;
# and `reason` is never the call, as in S3's events (PutObject), but ObjectCreated, so that a rule on it finds nothing.
# Needs Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check 'moto[s3,events,sqs]==5.2.5' boto3==1.44.8
environment/bin/pip list --disable-pip-version-check 2>/dev/null | grep -E '^(moto|boto3) '
environment/bin/python - <<'PYTHON'
import collections
import json
import boto3
from moto import mock_aws

KEYS = [f"AWSLogs/111122223333/CloudTrail/{name}.json.gz" for name in ("one", "two", "three")]
RULES = {  # Name: (bus, pattern)
    "everything": ("default", {"source": ["aws.s3"]}),
    "files": ("default", {"source": ["aws.s3"], "detail-type": ["Object Created"]}),
    "put": ("default", {"source": ["aws.s3"], "detail": {"reason": ["PutObject"]}}),
    "other bus": ("other", {"source": ["aws.s3"], "detail-type": ["Object Created"]}),
}

with mock_aws():
    session = boto3.Session("AKIAEXAMPLE", "example", region_name="eu-central-1")
    s3, events, sqs = (session.client(name) for name in ("s3", "events", "sqs"))
    s3.create_bucket(Bucket="trail", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    s3.put_bucket_notification_configuration(Bucket="trail", NotificationConfiguration={"EventBridgeConfiguration": {}})
    events.create_event_bus(Name="other")
    queues = {}
    for number, (name, (bus, pattern)) in enumerate(RULES.items()):
        queues[name] = sqs.create_queue(QueueName=f"queue-{number}")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=queues[name], AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        events.put_rule(Name=f"rule-{number}", EventBusName=bus, EventPattern=json.dumps(pattern))
        events.put_targets(Rule=f"rule-{number}", EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])
    for key in KEYS:
        s3.put_object(Bucket="trail", Key=key, Body=b"{}")

    def received(name):
        bodies = []
        while batch := sqs.receive_message(QueueUrl=queues[name], MaxNumberOfMessages=10).get("Messages"):
            bodies += [json.loads(message["Body"]) for message in batch]
            for message in batch:
                sqs.delete_message(QueueUrl=queues[name], ReceiptHandle=message["ReceiptHandle"])
        return bodies

    got = {name: received(name) for name in RULES}

told = {
    "kinds, of three PutObject": dict(collections.Counter(event["detail-type"] for event in got["everything"])),
    "files": len({event["detail"]["object"]["key"] for event in got["files"]}),
    "different ids": len({event["id"] for event in got["files"]}),
    "different sequencers": len({event["detail"]["object"]["sequencer"] for event in got["files"]}),
    "reasons": sorted({event["detail"]["reason"] for event in got["files"]}),
    "with the reason PutObject": len(got["put"]),
    "on another bus": len(got["other bus"]),
}
for name, value in told.items():
    print(f"{name}: {value}")
assert told == {
    "kinds, of three PutObject": {"Object Created": 3, "Object Tags Added": 3},
    "files": 3,
    "different ids": 1,
    "different sequencers": 1,
    "reasons": ["ObjectCreated"],
    "with the reason PutObject": 0,
    "on another bus": 3,
}, "the behaviour has changed"
PYTHON
