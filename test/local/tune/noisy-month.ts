import { exampleRole, exampleUser } from '../../../detections/examples/example-event';
import { callAt } from '../../../detections/examples/trail/trail-example';
import { applySilences } from '../../../local/replay/apply-silences';
import { ReplayEngine } from '../../../local/replay/replay-engine';
import type { ReplayResult } from '../../../local/replay/replay-result';
import type { ReplaySettings } from '../../../local/settings/replay-settings';
import type { RoleBook } from '../../../local/tune/role-book';
import type { CloudTrailRecord } from '../../../records/cloudtrail-record';

const DAY = 24 * 60;
const ci = exampleRole('ci-runner', 'build-42');
const backup = exampleRole('nightly-backup', 'job');
const person = { ...exampleUser, userName: 'anna', arn: 'arn:aws:iam::111122223333:user/anna' };

/**
 * Four weeks of a fleet that has told nobody anything: a pipeline that is not named as one, a backup that reads every
 * secret at night, and, on one day, somebody who stops the trail.
 */
export function noisyMonth(): readonly CloudTrailRecord[] {
  const records: CloudTrailRecord[] = [];
  for (let day = 0; day < 28; day += 1) {
    const at = day * DAY;
    for (const [index, service] of ['orders', 'web', 'mail'].entries()) {
      const minutes = at + 120 * (index + 1);
      records.push(
        callAt(
          minutes,
          'ecr',
          'PutImage',
          { repositoryName: service, imageTag: 'latest' },
          { userIdentity: ci },
        ),
        callAt(
          minutes + 3,
          'ecs',
          'RegisterTaskDefinition',
          { family: service, containerDefinitions: [] },
          { userIdentity: ci },
        ),
        callAt(
          minutes + 5,
          'ecs',
          'UpdateService',
          { service, cluster: 'harbor', taskDefinition: `${service}:${day}` },
          { userIdentity: ci },
        ),
      );
    }
    for (let secret = 0; secret < 12; secret += 1) {
      records.push(
        callAt(
          at + 1_000 + secret / 4,
          'secretsmanager',
          'GetSecretValue',
          { secretId: `secret-${secret}` },
          { userIdentity: backup },
        ),
      );
    }
  }
  records.push(
    callAt(10 * DAY + 60, 'cloudtrail', 'StopLogging', { name: 'trail' }, { userIdentity: person }),
  );
  return records.toSorted((one, other) => (one.eventTime < other.eventTime ? -1 : 1));
}

/** Replays records as a folder with them would be replayed. */
export function replayRecords(
  records: readonly CloudTrailRecord[],
  settings: ReplaySettings,
  roles?: RoleBook,
): { readonly result: ReplayResult; readonly detections: ReturnType<ReplayEngine['finish']>['detections'] } {
  const engine = new ReplayEngine(settings);
  for (const [line, record] of records.entries()) {
    engine.cloudTrail(record, JSON.stringify(record), { path: 'month', line });
    roles?.cloudTrail(record);
  }
  const { detections, ...outcome } = engine.finish();
  const read = {
    files: [],
    totals: { files: 0, records: 0, analyzed: 0, skipped: {}, remarks: {}, unreadable: 0 },
  };
  const whole = { folder: 'month', settings, ruling: [], read, ...outcome } as ReplayResult;
  return { detections, result: applySilences(whole) };
}
