"""Puts every alarm, metric filter, event rule and dashboard of the templates into moto by the services' own calls, and
reads each back: botocore checks each call against AWS's model of it, moto against its own idea of the service. Composite
alarms are left out: moto has no call for them.

Argument: the folder of templates. Exit status 1 where one is refused, or read back otherwise.
"""

import json
import os
import sys
from pathlib import Path

import boto3
from moto import mock_aws

ACCOUNT, REGION = "123456789012", "eu-west-1"
KNOWN = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Region": REGION,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
}
# What moto takes and does not give back, so that nothing can be compared: one that it learns is to be taken out.
FORGOTTEN_BY_MOTO = {"AWS::CloudWatch::Alarm": {"WarmUpConfiguration"}}

def filled(value):
    """The value with what only a deployment knows: a topic's ARN where an ARN is asked for, the id as a name."""
    if isinstance(value, list):
        return [filled(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        [(function, inner)] = value.items()
        if function == "Ref":
            return KNOWN.get(inner, inner)
        if function == "Fn::GetAtt":
            return f"arn:aws:sns:{REGION}:{ACCOUNT}:{inner[0]}"
        if function == "Fn::ImportValue":
            return f"arn:aws:sns:{REGION}:{ACCOUNT}:{inner.split(':')[-1]}"
        if function == "Fn::Join":
            return inner[0].join(str(filled(part)) for part in inner[1])
    return {key: filled(item) for key, item in value.items()}


def arns(names):
    return [name if name.startswith("arn:") else f"arn:aws:sns:{REGION}:{ACCOUNT}:{name}" for name in names]


class Problems(list):
    """Counts what was taken, by type, and keeps a sentence for each that was not."""

    def __init__(self):
        super().__init__()
        self.taken = {}
        self.forgotten = {}

    def compare(self, kind, name, wanted, got):
        self.taken[kind] = self.taken.get(kind, 0) + 1
        for key, value in wanted.items():
            if key not in got or got[key] is None:
                self.forgotten.setdefault(kind, set()).add(key)
            elif got[key] != value:
                self.append(f"{kind} {name}: {key} is read back as {got[key]!r}, and was put as {value!r}")


def alarm(cloudwatch, problems, kind, logical_id, properties):
    put = {key: value for key, value in properties.items() if key != "Tags"}
    for key in ("AlarmActions", "OKActions", "InsufficientDataActions"):
        if key in put:
            put[key] = arns(put[key])
    cloudwatch.put_metric_alarm(**put)
    [got] = cloudwatch.describe_alarms(AlarmNames=[put["AlarmName"]])["MetricAlarms"]
    problems.compare(kind, put["AlarmName"], put, got)


def metric_filter(logs, problems, kind, logical_id, properties):
    group = properties["LogGroupName"].split(":")[-1]
    name = properties.get("FilterName", logical_id)
    if not logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]:
        logs.create_log_group(logGroupName=group)
    lower = lambda text: text[0].lower() + text[1:]
    put = {
        "filterPattern": properties["FilterPattern"],
        "metricTransformations": [
            {lower(key): value for key, value in each.items()} for each in properties["MetricTransformations"]
        ],
    }
    # Another deployment's of the same name may be there: moto would keep both.
    logs.delete_metric_filter(logGroupName=group, filterName=name)
    logs.put_metric_filter(logGroupName=group, filterName=name, **put)
    found = logs.describe_metric_filters(logGroupName=group, filterNamePrefix=name)["metricFilters"]
    [got] = [each for each in found if each["filterName"] == name]
    problems.compare(kind, name, put, got)


def rule(events, problems, kind, logical_id, properties):
    name = properties.get("Name", logical_id)
    pattern = properties.get("EventPattern")
    put = {key: properties[key] for key in ("Description", "State", "ScheduleExpression") if key in properties}
    if pattern is not None:
        put["EventPattern"] = json.dumps(pattern)
    events.put_rule(Name=name, **put)
    problems.compare(kind, name, put, events.describe_rule(Name=name))
    targets = [
        {**target, "Arn": arns([target["Arn"]])[0]} for target in properties.get("Targets", [])
    ]
    if not targets:
        return
    answer = events.put_targets(Rule=name, Targets=targets)
    if answer["FailedEntryCount"] > 0:
        problems.append(f"{kind} {name}: targets are refused: {answer['FailedEntries']}")
    got = events.list_targets_by_rule(Rule=name)["Targets"]
    problems.compare(f"{kind} targets", name, {"Targets": targets}, {"Targets": got})


def dashboard(cloudwatch, problems, kind, logical_id, properties):
    name, body = properties["DashboardName"], properties["DashboardBody"]
    json.loads(body)
    cloudwatch.put_dashboard(DashboardName=name, DashboardBody=body)
    got = cloudwatch.get_dashboard(DashboardName=name)
    problems.compare(kind, name, {"DashboardBody": body}, got)


PUT = {
    "AWS::CloudWatch::Alarm": ("cloudwatch", alarm),
    "AWS::CloudWatch::Dashboard": ("cloudwatch", dashboard),
    "AWS::Events::Rule": ("events", rule),
    "AWS::Logs::MetricFilter": ("logs", metric_filter),
}


def different(folder):
    """Each resource once, of whichever template: `(type, logical id, properties)`."""
    seen = set()
    for file in sorted(Path(folder).glob("*.json")):
        for logical_id, resource in json.loads(file.read_text()).get("Resources", {}).items():
            if resource["Type"] not in PUT:
                continue
            text = json.dumps(resource, sort_keys=True)
            if text not in seen:
                seen.add(text)
                yield resource["Type"], logical_id, filled(resource["Properties"])


@mock_aws
def main(folder):
    problems = Problems()
    session = boto3.Session(region_name=REGION)
    clients = {name: session.client(name) for name in ("cloudwatch", "events", "logs")}
    for kind, logical_id, properties in different(folder):
        service, put = PUT[kind]
        try:
            put(clients[service], problems, kind, logical_id, properties)
        except Exception as error:  # noqa: BLE001 - whatever is said is what is wanted
            problems.append(f"{kind} {logical_id} is refused: {type(error).__name__}: {error}")
    for kind in PUT:
        print(f"{problems.taken.get(kind, 0)} of {kind} taken and read back")
        if problems.taken.get(kind, 0) == 0:
            problems.append(f"no {kind} was put")
    if problems.forgotten != FORGOTTEN_BY_MOTO:
        problems.append(f"moto gives back nothing of {problems.forgotten}; known is {FORGOTTEN_BY_MOTO}")
    for problem in problems[:40]:
        print(problem[:600], file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
    sys.exit(main(sys.argv[1]))
