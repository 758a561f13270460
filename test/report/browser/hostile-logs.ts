import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const SCRIPT = '<script>globalThis.pwned=1</script>';
export const IMAGE = '<img src=x onerror="globalThis.pwned=2">';
/** Turns the direction of what follows: shown as it is, it would read `exe.gnp`. */
export const TURNED = 'shop-\u202egnp.exe';
export const LONG = `bash -c ${'A'.repeat(10_240)}`;

/** Logs of somebody who writes markup wherever a record takes text. */
export function writeHostileLogs(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const records = [
    call(1, 'ecs.amazonaws.com', 'ExecuteCommand', {
      requestParameters: { cluster: 'harbor', task: `${'ab'.repeat(16)}`, command: LONG, interactive: true },
    }),
    call(2, 'cloudtrail.amazonaws.com', 'StopLogging', { requestParameters: { name: IMAGE } }),
    call(3, 'ec2.amazonaws.com', 'AuthorizeSecurityGroupIngress', {
      requestParameters: {
        groupId: `sg-"'></style>${SCRIPT}`,
        ipPermissions: {
          items: [
            { ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } },
          ],
        },
      },
    }),
    call(4, 'ecr.amazonaws.com', 'PutImage', {
      requestParameters: { repositoryName: TURNED, imageTag: 'javascript:alert(1)' },
    }),
  ];
  writeFileSync(path.join(folder, 'trail.json'), JSON.stringify({ Records: records }));
  // Names of files are a stranger's words, too.
  writeFileSync(path.join(folder, `<img src=x onerror=globalThis.pwned=3> ${TURNED}.json`), 'no log');
}

function call(minute: number, eventSource: string, eventName: string, rest: object): object {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLE:${IMAGE}`,
      arn: `arn:aws:sts::111122223333:assumed-role/admin/${IMAGE}`,
      accountId: '111122223333',
      sessionContext: {
        sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/admin', userName: 'admin' },
      },
    },
    eventTime: `2026-11-02T09:0${minute}:00Z`,
    ...{ eventSource, eventName, awsRegion: 'eu-west-1', sourceIPAddress: '198.51.100.7', userAgent: SCRIPT },
    ...{ requestID: `r${minute}`, eventID: `e${minute}-${SCRIPT}`, readOnly: false, eventType: 'AwsApiCall' },
    ...{ recipientAccountId: '111122223333', managementEvent: true, eventCategory: 'Management', ...rest },
  };
}
