#!/bin/sh
# What AWS gives a thing when it is new, moto does not: a new trail records management events on AWS (GetEventSelectors
# answers one selector: All, IncludeManagementEvents true), on moto the list is empty, so an audit "does some trail
# record management events" is red. A new alarm without data is INSUFFICIENT_DATA on AWS, OK on moto, so
# an audit "no alarm without data" is green. Needs Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check moto[cloudtrail,cloudwatch,s3]==5.2.5 boto3==1.44.8
environment/bin/pip list --disable-pip-version-check 2>/dev/null | grep -E '^(moto|boto3) '
AWS_DEFAULT_REGION=us-east-1 environment/bin/python - <<'PYTHON'
import boto3
from moto import mock_aws

with mock_aws():
    boto3.client("s3").create_bucket(Bucket="trail-bucket")
    trail = boto3.client("cloudtrail")
    trail.create_trail(Name="audit", S3BucketName="trail-bucket", IsMultiRegionTrail=True)
    selectors = trail.get_event_selectors(TrailName="audit")
    watch = boto3.client("cloudwatch")
    watch.put_metric_alarm(AlarmName="shell", Namespace="Audit", MetricName="Shells", Statistic="Sum", Period=60,
                           EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanOrEqualToThreshold")
    state = watch.describe_alarms(AlarmNames=["shell"])["MetricAlarms"][0]["StateValue"]
    print("selectors of a new trail:", selectors["EventSelectors"], selectors.get("AdvancedEventSelectors"))
    print("state of a new alarm without data:", state)
    assert not selectors["EventSelectors"] and not selectors.get("AdvancedEventSelectors"), "the behaviour has changed"
    assert state == "OK", "the behaviour has changed"
PYTHON
