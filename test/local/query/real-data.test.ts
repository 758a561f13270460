import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LocalEngine } from '../../../local/query/local-engine';
import { findQuery } from '../../../queries/catalogue';
import { collectRows } from '../../../queries/query-result';
import { renderQuery } from '../../../queries/render-query';

const DATA = path.join(__dirname, '../../../../shared/data');
const CAPTURES = path.join(DATA, 'flow-logs/captures');
const ALL_TIME = { since: '1970-01-01', until: '2100-01-01' };

interface Capture {
  readonly kind: string;
  readonly sources: Readonly<Record<string, string>>;
}

const hasData = existsSync(CAPTURES);
const captures: readonly (readonly [string, Capture])[] = hasData
  ? Object.entries(JSON.parse(readFileSync(path.join(CAPTURES, 'labels.json'), 'utf8')))
  : [];

async function ask(file: string, id: string): Promise<readonly (readonly unknown[])[]> {
  const engine = await LocalEngine.open(file, { memoryMegabytes: 512, threads: 2 });
  try {
    return await collectRows(await engine.run(renderQuery(findQuery(id), { values: ALL_TIME })));
  } finally {
    await engine.close();
  }
}

function fileOf(name: string): string {
  const file = path.join(CAPTURES, `${name}.v5.log`);
  return existsSync(file) ? file : `${file}.gz`;
}

const labelled = (kind: RegExp, label: RegExp) =>
  captures
    .filter(([, capture]) => kind.test(capture.kind))
    .flatMap(([name, { sources }]) =>
      Object.entries(sources)
        .filter(([, what]) => label.test(what))
        .map(([source]) => [name, source] as const),
    );

(hasData ? describe : describe.skip)(
  `the questions on real captures${hasData ? '' : ' (skipped: ../shared/data is absent)'}`,
  () => {
    const cases = hasData ? captures : ([['absent', { kind: '', sources: {} }]] as const);
    const or = <T>(list: readonly T[], instead: T) => (list.length > 0 ? list : [instead]);

    test.each(or(labelled(/^ssh-bruteforce/, /bruteforcer/), ['absent', 'absent']))(
      '%s: ten or more attempts of %s are counted',
      async (name, source) => {
        const rows = await ask(fileOf(name), 'ssh-probe-summary');
        expect(Number(rows.find(([address]) => address === source)?.[1])).toBeGreaterThanOrEqual(10);
      },
    );

    test.each(or(labelled(/^ssh-bruteforce/, /bruteforcer/), ['absent', 'absent']))(
      '%s: no login of %s is called probable, since none succeeded',
      async (name) => {
        expect(await ask(fileOf(name), 'ssh-probable-logins')).toEqual([]);
      },
    );

    test.each(or(labelled(/^portscan/, /scanner/), ['absent', 'absent']))(
      '%s: %s is a scanner',
      async (name, source) => {
        const rows = await ask(fileOf(name), 'flow-port-scans');
        expect(rows.map(([address]) => address)).toContain(source);
      },
    );

    test.each(cases.filter(([, { kind }]) => kind.startsWith('benign')))(
      '%s: nobody guesses and nobody scans',
      async (name) => {
        for (const id of [
          'ssh-brute-force-flat',
          'ssh-probable-logins',
          'ssh-horizontal-scan',
          'flow-port-scans',
        ]) {
          expect([id, await ask(fileOf(name), id)]).toEqual([id, []]);
        }
      },
    );
  },
);

const STRATUS = path.join(DATA, 'cloudtrail/stratus-red-team');
const hasStratus = existsSync(STRATUS);

(hasStratus ? describe : describe.skip)(
  `the questions on recorded attack techniques${hasStratus ? '' : ' (skipped: ../shared/data is absent)'}`,
  () => {
    test.each([
      ['defense-evasion.cloudtrail-stop', 'logging-tampering', 'StopLogging'],
      ['defense-evasion.cloudtrail-delete', 'logging-tampering', 'DeleteTrail'],
      ['defense-evasion.cloudtrail-event-selectors', 'logging-tampering', 'PutEventSelectors'],
      ['defense-evasion.dns-delete-logs', 'logging-tampering', 'DeleteResolverQueryLogConfig'],
      ['defense-evasion.vpc-remove-flow-logs', 'logging-tampering', 'DeleteFlowLogs'],
      ['defense-evasion.organizations-leave', 'logging-tampering', 'LeaveOrganization'],
      ['exfiltration.ec2-security-group-open-port-22-ingress', 'sg-opened-to-world', '/0'],
      ['exfiltration.ec2-share-ebs-snapshot', 'data-shared-outside', 'ModifySnapshotAttribute'],
      ['exfiltration.ec2-share-ami', 'data-shared-outside', 'ModifyImageAttribute'],
      ['execution.ssm-start-session', 'ssm-and-ec2-instance-connect', 'StartSession'],
      ['execution.ssm-send-command', 'ssm-and-ec2-instance-connect', 'SendCommand'],
      ['lateral-movement.ec2-instance-connect', 'ssm-and-ec2-instance-connect', 'SendSSHPublicKey'],
      ['credential-access.secretsmanager-retrieve-secrets', 'secret-reads-bulk', 'arn:aws'],
      [
        'credential-access.ssm-retrieve-securestring-parameters',
        'secret-reads-by-principal',
        'GetParameters',
      ],
      ['persistence.iam-create-admin-user', 'credential-changes', 'CreateAccessKey'],
      ['persistence.iam-backdoor-role', 'iam-changes-on-task-roles', 'UpdateAssumeRolePolicy'],
      ['persistence.rolesanywhere-create-trust-anchor', 'credential-changes', 'CreateTrustAnchor'],
      ['initial-access.console-login-without-mfa', 'root-and-mfa-less-console', 'login without MFA'],
    ])('%s is in the answer of %s', async (technique, id, told) => {
      const file = path.join(STRATUS, `aws.${technique}.json`);
      expect(JSON.stringify(await ask(file, id))).toContain(told);
    });

    test('every recorded file is read by the first question of all', async () => {
      const files = readdirSync(STRATUS).filter((name) => name.startsWith('aws.'));
      const rows = await ask(STRATUS, 'api-calls-by-region-and-name');
      expect(files.length).toBeGreaterThan(30);
      expect(rows.length).toBeGreaterThan(20);
    });
  },
);
