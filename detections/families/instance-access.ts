import type { DetectionFamily } from '../detection';
import { onFirst } from '../writing/alarm-settings';
import { anyOf, calls, exceptDeployRoles, jsonPattern, SUCCEEDED } from '../writing/pattern-text';

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
    id: 'ec2-shell-through-ssm',
    title: 'Session opened or command run on an EC2 or hybrid instance',
    severity: 'medium',
    attack: ['T1651', 'T1021.007'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        anyOf(
          `(${calls('ssm', 'StartSession')} && (($.requestParameters.target = "i-*") || ($.requestParameters.target = "mi-*")))`,
          `(${calls('ssm', 'SendCommand')})`,
          `(${calls('ec2-instance-connect', 'OpenTunnel')})`,
        ),
        SUCCEEDED,
        ...exceptDeployRoles(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A Session Manager session, a port forwarding or an EC2 Instance Connect tunnel was opened to an instance, or Run Command executed a document there as root.',
      impact:
        'Whoever did it works on the host, over every container there, or reaches through it into private subnets, databases included.',
      diagnosis: [
        'Read requestParameters.documentName: AWS-StartPortForwardingSessionToRemoteHost means that the instance is only the stepping stone; the real target is in requestParameters.parameters.',
        'Within 30 minutes before, list StartSession, SendCommand and OpenTunnel by the same userIdentity.arn: several targets in a row are not maintenance.',
        'A script is hidden in CloudTrail; fetch it while it is kept (30 days): `aws ssm list-commands --command-id <responseElements.command.commandId>`.',
        'Is it patching? Maintenance windows carry userIdentity.invokedBy ssm.amazonaws.com and recur at the same minute; compare with the last 7 days.',
      ],
      response: [
        'Not yours: `aws ssm terminate-session --session-id <responseElements.sessionId>` or `aws ssm cancel-command --command-id <id>`, then block the identity.',
        "Rebuild instances that a stranger's script reached; a root script leaves no trustworthy host behind.",
        'Restrict ssm:StartSession and ssm:SendCommand with ssm:resourceTag conditions to the instances and documents people need.',
      ],
    },
  },
];
