#!/bin/sh
# Flow logs are joined with tasks by the task's private address, and checked against the ranges of the subnets. In
# moto the interface of a Fargate task gets a random address of 10.0.0.0/8 that does not lie in its subnet, and
# each container's `taskArn` is the ARN of the task definition, not of the task: both joins come out empty. An interface
# that is made by CreateNetworkInterface does get an address of its subnet. Needs Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check moto[ecs,ec2]==5.2.5 boto3==1.44.8
environment/bin/pip list --disable-pip-version-check 2>/dev/null | grep -E '^(moto|boto3) '
AWS_DEFAULT_REGION=eu-west-1 environment/bin/python - <<'PYTHON'
import ipaddress
import boto3
from moto import mock_aws

with mock_aws():
    ec2, ecs = boto3.client("ec2"), boto3.client("ecs")
    subnet = ec2.describe_subnets()["Subnets"][0]
    group = ec2.describe_security_groups()["SecurityGroups"][0]["GroupId"]
    ecs.create_cluster(clusterName="shop")
    ecs.register_task_definition(family="web", networkMode="awsvpc", requiresCompatibilities=["FARGATE"], cpu="256",
                                 memory="512", containerDefinitions=[{"name": "web", "image": "nginx:1.29", "memory": 128}])
    network = {"awsvpcConfiguration": {"subnets": [subnet["SubnetId"]], "securityGroups": [group]}}
    outside, container_arns = 0, set()
    for _ in range(5):
        task = ecs.run_task(cluster="shop", taskDefinition="web", launchType="FARGATE", networkConfiguration=network)["tasks"][0]
        details = {pair["name"]: pair["value"] for pair in task["attachments"][0]["details"]}
        interface = ec2.describe_network_interfaces(NetworkInterfaceIds=[details["networkInterfaceId"]])["NetworkInterfaces"][0]
        assert interface["SubnetId"] == subnet["SubnetId"]
        assert interface["PrivateIpAddress"] == details["privateIPv4Address"]
        outside += ipaddress.ip_address(interface["PrivateIpAddress"]) not in ipaddress.ip_network(subnet["CidrBlock"])
        container_arns.add(task["containers"][0]["taskArn"].split(":")[5].split("/")[0])
    own = ec2.create_network_interface(SubnetId=subnet["SubnetId"])["NetworkInterface"]["PrivateIpAddress"]
    print(f"subnet {subnet['CidrBlock']}: {outside} of 5 tasks have an address outside; an interface of one's own: {own}")
    print("the taskArn of containers names a", container_arns)
    assert outside == 5, "the behaviour has changed: addresses of tasks may lie in their subnet now"
    assert container_arns == {"task-definition"}, "the behaviour has changed: taskArn may name the task now"
PYTHON
