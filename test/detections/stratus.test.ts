import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildCatalogue } from '../../detections/catalogue';
import { alarmsRaised, recordsWithin } from './alarms-raised';

/** Real records of attack simulations, one technique a file; third-party data that stays outside this repository. */
const FOLDER = path.join(__dirname, '../../../shared/data/cloudtrail/stratus-red-team');

/** Technique to everything of medium severity or more that its records raise. */
const RAISES: { readonly [technique: string]: readonly string[] } = {
  'aws.credential-access.ec2-steal-instance-credentials': ['ec2-shell-through-ssm'],
  'aws.credential-access.secretsmanager-batch-retrieve-secrets': ['secret-read-by-person'],
  'aws.credential-access.secretsmanager-retrieve-secrets': ['secret-read-by-person', 'secrets-read-in-burst'],
  'aws.credential-access.ssm-retrieve-securestring-parameters': ['ssm-parameters-decrypted-in-burst'],
  'aws.defense-evasion.cloudtrail-delete': ['trail-deleted'],
  'aws.defense-evasion.cloudtrail-event-selectors': ['trail-changed'],
  'aws.defense-evasion.cloudtrail-stop': ['trail-stopped'],
  'aws.defense-evasion.dns-delete-logs': ['flow-logs-deleted'],
  // Only denied, and told all the same: nobody tries this by mistake.
  'aws.defense-evasion.organizations-leave': ['organization-left'],
  'aws.defense-evasion.vpc-remove-flow-logs': ['flow-logs-deleted'],
  'aws.execution.ec2-user-data': ['ec2-user-data-changed'],
  'aws.execution.ssm-send-command': ['ec2-shell-through-ssm'],
  'aws.execution.ssm-start-session': ['ec2-shell-through-ssm'],
  'aws.exfiltration.ec2-security-group-open-port-22-ingress': ['ssh-port-opened-to-world'],
  'aws.exfiltration.ec2-share-ami': ['disk-or-image-shared'],
  'aws.exfiltration.ec2-share-ebs-snapshot': ['disk-or-image-shared'],
  'aws.exfiltration.rds-share-snapshot': ['disk-or-image-shared'],
  'aws.initial-access.console-login-without-mfa': ['console-login-without-mfa'],
  'aws.lateral-movement.ec2-instance-connect': ['ec2-ssh-key-pushed'],
  'aws.lateral-movement.ec2-serial-console-send-ssh-public-key': ['ec2-ssh-key-pushed'],
  'aws.persistence.iam-backdoor-role': ['iam-role-trust-changed'],
  'aws.persistence.iam-backdoor-user': ['iam-credential-created'],
  'aws.persistence.iam-create-admin-user': [
    'iam-permissions-changed',
    'iam-admin-policy-attached',
    'iam-credential-created',
  ],
  'aws.persistence.iam-create-backdoor-role': ['iam-permissions-changed', 'iam-admin-policy-attached'],
  'aws.persistence.iam-create-user-login-profile': ['iam-credential-created'],
  'aws.persistence.lambda-backdoor-function': ['lambda-function-changed'],
  'aws.persistence.lambda-layer-extension': ['lambda-function-changed'],
  'aws.persistence.lambda-overwrite-code': ['lambda-function-changed'],
  'aws.persistence.rolesanywhere-create-trust-anchor': ['iam-federation-added'],
  'aws.persistence.sts-federation-token': ['iam-credential-created'],
  'aws.privilege-escalation.iam-update-user-login-profile': ['iam-credential-created'],
};

/** The call that is the technique was refused each time; nothing tells it, and why. */
const ONLY_DENIED: { readonly [technique: string]: { readonly call: string; readonly reason: string } } = {
  'aws.credential-access.ec2-get-password-data': {
    call: 'GetPasswordData',
    reason: 'Windows passwords of EC2 hosts: no part of a Fargate fleet, and a hundred filters are the limit',
  },
  'aws.discovery.ec2-download-user-data': {
    call: 'DescribeInstanceAttribute',
    reason: 'start-up scripts of EC2 hosts, which Terraform reads on each plan; likewise',
  },
  'aws.execution.ec2-launch-unusual-instances': {
    call: 'RunInstances',
    reason: 'EC2 capacity; the fleet runs on Fargate, where large tasks are told instead',
  },
};

/** Succeeded, but is nobody's business here, and why. */
const OUT_OF_SCOPE: { readonly [technique: string]: string } = {
  'aws.impact.bedrock-invoke-model': 'paid model calls: neither containers, nor what guards or records them',
};

const recordsOf = (technique: string) =>
  recordsWithin(readFileSync(path.join(FOLDER, `${technique}.json`), 'utf8'));

const whereFolderIs = existsSync(FOLDER) ? describe : describe.skip;

whereFolderIs(
  existsSync(FOLDER)
    ? 'attack simulations of Stratus Red Team'
    : 'attack simulations: skipped, ../shared/data/cloudtrail/stratus-red-team is absent',
  () => {
    const catalogue = buildCatalogue();

    test('every file of the folder stands in exactly one table', () => {
      const files = readdirSync(FOLDER)
        .filter((name) => name.startsWith('aws.'))
        .map((name) => path.basename(name, '.json'));
      const listed = [RAISES, ONLY_DENIED, OUT_OF_SCOPE].flatMap((table) => Object.keys(table));
      expect(listed.toSorted()).toEqual(files.toSorted());
    });

    test.each(Object.entries(RAISES))('%s raises %j and nothing else above low', (technique, ids) => {
      expect(alarmsRaised(catalogue, recordsOf(technique)).toSorted()).toEqual(ids.toSorted());
    });

    test.each(Object.entries(ONLY_DENIED))('%s was refused each time it was tried', (technique, { call }) => {
      const tries = recordsOf(technique).filter(({ eventName }) => eventName === call);
      expect(tries).not.toHaveLength(0);
      expect(tries.filter(({ errorCode }) => errorCode === undefined)).toEqual([]);
    });

    test.each([...Object.keys(ONLY_DENIED), ...Object.keys(OUT_OF_SCOPE)])(
      '%s is rightly listed as raising nothing above low',
      (technique) => {
        expect(alarmsRaised(catalogue, recordsOf(technique))).toEqual([]);
      },
    );
  },
);
