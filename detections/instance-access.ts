import { onFirst } from './alarm-settings';
import type { DetectionFamily } from './detection';
import { anyOf, calls, exceptDeployRoles, jsonPattern, SUCCEEDED } from './pattern-text';

/** Ways onto EC2 and hybrid instances next to the containers: the API side of the SSH story. */
export const instanceAccess: DetectionFamily = ({ deployRoles }) => [
  {
    id: 'ec2-ssh-key-pushed',
    title: 'SSH key pushed to an instance, or serial console access switched on',
    severity: 'high',
    attack: ['T1021.004', 'T1098.004'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        anyOf(
          '($.eventName = "SendSSHPublicKey")',
          '($.eventName = "SendSerialConsoleSSHPublicKey")',
          '($.eventName = "EnableSerialConsoleAccess")',
        ),
        anyOf(
          '($.eventSource = "ec2-instance-connect.amazonaws.com")',
          '($.eventSource = "ec2.amazonaws.com")',
        ),
        SUCCEEDED,
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'EC2 Instance Connect installed a public key on an instance for 60 seconds, or the serial console, which ignores security groups, was opened to the account.',
      impact:
        'A shell on an instance. On a container host that is a shell over every container and task role there.',
      diagnosis: [
        'Take requestParameters.instanceId and instanceOSUser and ask: is this a bastion on which that person may work?',
        'In the flow logs of the instance, from eventTime to 2 minutes after, find the SSH connection (dstport 22, action ACCEPT) and its srcaddr.',
        'Within 1 hour by the same sourceIPAddress, look for the same key sent to several instances: that is lateral movement.',
      ],
      response: [
        'Unknown: isolate the instance with an empty security group (`aws ec2 modify-instance-attribute --instance-id <id> --groups <sg>`), snapshot its volume, then replace it.',
        'Close the console: `aws ec2 disable-serial-console-access`.',
        "Deactivate the caller's key and deny ec2-instance-connect:SendSSHPublicKey outside the bastion by instance tag.",
      ],
    },
  },
  {
    id: 'ec2-key-pair-added',
    title: 'EC2 key pair created or imported',
    severity: 'low',
    attack: ['T1098.004'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls('ec2', 'CreateKeyPair', 'ImportKeyPair'),
        SUCCEEDED,
        ...exceptDeployRoles(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning: "A key pair was added to the account, or a public key of somebody's own was imported.",
      impact: 'None by itself; instances launched with it from now on admit the holder of the private key.',
      diagnosis: [
        'Look at requestParameters.keyName and, for 24 hours after, at RunInstances with the same keyName.',
        'Ask whether a Fargate-only team has any use for key pairs; the caller stands in userIdentity.arn.',
      ],
      response: [
        'Not needed: `aws ec2 delete-key-pair --key-name <name>`. Instances that were launched with it keep the key in authorized_keys.',
        'Terminate instances that nobody ordered: `aws ec2 describe-instances --filters Name=key-name,Values=<name>`.',
      ],
    },
  },
  {
    id: 'ec2-session-opened',
    title: 'Interactive session opened to an EC2 or hybrid instance',
    severity: 'medium',
    attack: ['T1021.007', 'T1651'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        anyOf(
          `(${calls('ssm', 'StartSession')} && (($.requestParameters.target = "i-*") || ($.requestParameters.target = "mi-*")))`,
          `(${calls('ec2-instance-connect', 'OpenTunnel')})`,
        ),
        SUCCEEDED,
        ...exceptDeployRoles(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A Session Manager session, a port forwarding or an EC2 Instance Connect tunnel to an instance was opened.',
      impact:
        'Whoever opened it works on the host or reaches through it into private subnets, databases included.',
      diagnosis: [
        'Read requestParameters.documentName: AWS-StartPortForwardingSessionToRemoteHost means that the instance is only the stepping stone; the real target is in requestParameters.parameters.',
        'Within 30 minutes before, list StartSession and OpenTunnel by the same userIdentity.arn: several targets in a row are not maintenance.',
        'Find the end of it: TerminateSession with requestParameters.sessionId equal to responseElements.sessionId; none means that it is still open.',
      ],
      response: [
        'Not yours: `aws ssm terminate-session --session-id <id>`, then block the identity.',
        'Restrict ssm:StartSession with ssm:resourceTag conditions to the instances people may reach.',
      ],
    },
  },
  {
    id: 'ec2-command-sent',
    title: 'Command sent to instances through Systems Manager',
    severity: 'medium',
    attack: ['T1651'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(calls('ssm', 'SendCommand'), SUCCEEDED, ...exceptDeployRoles(deployRoles)),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'Run Command executed a document, usually a shell script, as root on one or more instances.',
      impact:
        'Full control over those hosts for as long as the script runs, and over the containers on them.',
      diagnosis: [
        'Note requestParameters.documentName, instanceIds and targets; the script itself is hidden in CloudTrail (HIDDEN_DUE_TO_SECURITY_REASONS).',
        'Fetch it while it is kept (30 days): `aws ssm list-commands --command-id <responseElements.command.commandId>` and `aws ssm get-command-invocation`.',
        'Is it patching? Maintenance windows and State Manager carry userIdentity.invokedBy ssm.amazonaws.com and recur at the same minute; compare with the last 7 days.',
      ],
      response: [
        'Still running and unknown: `aws ssm cancel-command --command-id <id>`.',
        'Rebuild the instances it reached; a root script leaves no trustworthy host behind.',
        'Give ssm:SendCommand only on the documents and tags the operators need.',
      ],
    },
  },
];
