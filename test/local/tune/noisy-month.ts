import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { exampleRole, exampleUser } from '../../../detections/examples/example-event';
import { callAt, TASK } from '../../../detections/examples/trail/trail-example';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';

const OLD_IMAGE = { imageTag: 'last-month' };
const DAYS = 28;
const DAY = 24 * 60;
const START = Date.parse('2026-11-02T08:00:00Z') / 1_000;
const ci = exampleRole('ci-runner', 'build-42');
const backup = exampleRole('nightly-backup', 'job');
const person = { ...exampleUser, userName: 'anna', arn: 'arn:aws:iam::111122223333:user/anna' };

/**
 * Four weeks of a fleet that has told nobody anything: a pipeline that is not named as one and clears old images away, a backup that reads every
 * secret at night, a job that calls databases out on the internet, a scanner of the fleet's own, and, on one day,
 * somebody who stops the trail.
 */
export function writeNoisyMonth(folder: string): void {
  writeFileSync(path.join(folder, 'trail.json'), JSON.stringify({ Records: calls() }));
  writeFileSync(path.join(folder, 'flows.log'), flows());
}

function calls(): readonly CloudTrailRecord[] {
  const records: CloudTrailRecord[] = [];
  for (let day = 0; day < DAYS; day += 1) {
    const at = day * DAY;
    for (const [index, service] of ['orders', 'web', 'mail'].entries()) {
      const minutes = at + 120 * (index + 1);
      const by = { userIdentity: ci };
      const family = { family: service, containerDefinitions: [] };
      const update = { service, cluster: 'harbor', taskDefinition: `${service}:${day}` };
      records.push(
        callAt(minutes, 'ecr', 'PutImage', { repositoryName: service, imageTag: 'latest' }, by),
        callAt(minutes + 3, 'ecs', 'RegisterTaskDefinition', family, by),
        callAt(minutes + 5, 'ecs', 'UpdateService', update, by),
        callAt(
          minutes + 50,
          'ecr',
          'BatchDeleteImage',
          { repositoryName: service, imageIds: [OLD_IMAGE] },
          by,
        ),
      );
    }
    for (let secret = 0; secret < 12; secret += 1) {
      const request = { secretId: `secret-${secret}` };
      const minutes = at + 1_000 + secret / 4;
      records.push(callAt(minutes, 'secretsmanager', 'GetSecretValue', request, { userIdentity: backup }));
    }
  }
  records.push(
    callAt(10 * DAY + 60, 'cloudtrail', 'StopLogging', { name: 'trail' }, { userIdentity: person }),
  );
  return records.toSorted((one, other) => (one.eventTime < other.eventTime ? -1 : 1));
}

const FIELDS =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status tcp-flags pkt-srcaddr pkt-dstaddr flow-direction ecs-cluster-name ecs-service-name ecs-task-id';

function flows(): string {
  const lines = [FIELDS];
  for (let day = 0; day < DAYS; day += 1) {
    const night = START + day * 86_400 + 18 * 3_600;
    for (let call = 0; call < 4; call += 1) {
      const begin = night + call * 120;
      const from = {
        source: '10.20.0.5',
        target: `198.51.100.${100 + day}`,
        port: 5_432,
        clientPort: 41_000 + call,
      };
      lines.push(flow({ ...from, begin, packets: 20, bytes: 9_000, flags: 3, isTask: true }));
    }
    if (day % 3 !== 0) continue;
    for (let host = 0; host < 40; host += 1) {
      const from = {
        source: '10.20.9.9',
        target: `10.20.1.${host + 1}`,
        port: 22,
        clientPort: 50_000 + host,
      };
      lines.push(
        flow({ ...from, begin: night + 3_600 + host, packets: 1, bytes: 60, flags: 2, isTask: false }),
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

interface MadeFlow {
  readonly source: string;
  readonly target: string;
  readonly port: number;
  readonly clientPort: number;
  readonly begin: number;
  readonly packets: number;
  readonly bytes: number;
  readonly flags: number;
  readonly isTask: boolean;
}

function flow({ source, target, port, clientPort, begin, packets, bytes, flags, isTask }: MadeFlow): string {
  const task = isTask ? `egress harbor orders ${TASK}` : 'ingress - - -';
  return `7 111122223333 eni-0123456789abcdef0 ${source} ${target} ${clientPort} ${port} 6 ${packets} ${bytes} ${begin} ${begin + 30} ACCEPT OK ${flags} ${source} ${target} ${task}`;
}

/** A rule of the fleet's own, which the backup sets off every night. */
export const SECRETS_READ = `id: many-secrets-read
title: Many secrets were read in a short time
severity: medium
attack: [T1555.006]
detector:
  kind: count
  detection: {selection: {eventName: GetSecretValue}, condition: selection}
  distinct: requestParameters.secretId
  atLeast: 10
  withinMinutes: 30
runbook:
  meaning: One caller read ten different secrets within half an hour.
  impact: Whoever has them may be anybody.
  diagnosis: [In the hour before eventTime look at userIdentity of the caller., Look at sourceIPAddress of the day before.]
  response: [Rotate the secrets that were read.]
`;
