#!/bin/sh
# cfn-lint knows the schemas of CloudFormation, so one expects it to stop what logs, alarms and events refuse. It stops
# a period of 45 seconds, and passes: a metric filter with DefaultValue and Dimensions together (the CloudWatch Logs
# reference excludes it), an alarm that wants 3 datapoints of 1, a composite alarm whose rule ends in AND, an event
# pattern whose leaf is no list, a flow log field that does not exist. Each fails only when the stack is deployed. Needs
# Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check cfn-lint==1.58.0
environment/bin/pip list --disable-pip-version-check 2>/dev/null | grep -E '^(cfn-lint) '
cat >template.json <<'JSON'
{"Resources": {
  "Group": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 30}},
  "Filter": {"Type": "AWS::Logs::MetricFilter", "Properties": {
    "LogGroupName": {"Ref": "Group"}, "FilterPattern": "{ $.eventName = RunTask }",
    "MetricTransformations": [{"MetricName": "Runs", "MetricNamespace": "Audit", "MetricValue": "1", "DefaultValue": 0,
      "Dimensions": [{"Key": "Region", "Value": "$.awsRegion"}]}]}},
  "Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": {
    "ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 1, "DatapointsToAlarm": 3, "MetricName": "Runs",
    "Namespace": "Audit", "Period": 60, "Statistic": "Sum", "Threshold": 1}},
  "Composite": {"Type": "AWS::CloudWatch::CompositeAlarm", "Properties": {"AlarmRule": "ALARM(runs) AND"}},
  "Rule": {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": {"source": "aws.ecs"}, "State": "ENABLED"}},
  "FlowLog": {"Type": "AWS::EC2::FlowLog", "Properties": {
    "ResourceId": "vpc-0123456789abcdef0", "ResourceType": "VPC", "TrafficType": "ALL", "LogDestinationType": "s3",
    "LogDestination": "arn:aws:s3:::flows", "LogFormat": "${version} ${srcadr}"}}
}}
JSON
sed 's/"Period": 60/"Period": 45/' template.json >period.json
environment/bin/cfn-lint --format parseable template.json && passed=yes || passed=no
environment/bin/cfn-lint --format parseable period.json && stopped=no || stopped=yes
echo "five mistakes that the services refuse: passed $passed; a period of 45 seconds: stopped $stopped"
[ "$passed" = yes ] && [ "$stopped" = yes ] || {
  echo 'the behaviour has changed' >&2
  exit 1
}
