#!/bin/sh
# A Fargate task whose memory is set for the task alone, as the documentation of task definitions allows, and which
# names no security groups, so that the VPC's default one rules: both are ordinary, and moto registers the definition.
# RunTask then ends with a TypeError or KeyError of Python instead of a task. Needs Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check moto[ecs,ec2]==5.2.5 boto3==1.44.8
environment/bin/pip list --disable-pip-version-check 2>/dev/null | grep -E '^(moto|boto3) '
AWS_DEFAULT_REGION=eu-west-1 environment/bin/python - <<'PYTHON'
import boto3
from moto import mock_aws

def run(container, security_groups):
    with mock_aws():
        ec2, ecs = boto3.client("ec2"), boto3.client("ecs")
        ecs.create_cluster(clusterName="shop")
        ecs.register_task_definition(family="web", networkMode="awsvpc", requiresCompatibilities=["FARGATE"], cpu="256",
                                     memory="512", containerDefinitions=[{"name": "web", "image": "nginx:1.29", **container}])
        network = {"subnets": [ec2.describe_subnets()["Subnets"][0]["SubnetId"]]}
        if security_groups:
            network["securityGroups"] = [ec2.describe_security_groups()["SecurityGroups"][0]["GroupId"]]
        try:
            answer = ecs.run_task(cluster="shop", taskDefinition="web", launchType="FARGATE",
                                  networkConfiguration={"awsvpcConfiguration": network})
            return answer["tasks"][0]["lastStatus"]
        except (TypeError, KeyError) as error:
            return type(error).__name__

seen = {
    "memory of the task alone": run({}, True),
    "no security group": run({"memory": 128}, False),
    "both said": run({"memory": 128}, True),
}
for what, result in seen.items():
    print(f"{what:26} {result}")
assert seen == {"memory of the task alone": "TypeError", "no security group": "KeyError", "both said": "RUNNING"}, \
    "the behaviour has changed"
PYTHON
