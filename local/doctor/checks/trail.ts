import { isoTime } from '../../../analysis/iso-time';
import type { Trail, TrailStatus } from '../aws/trails';
import type { Check, Subject } from '../check';
import { aws, redeploy } from '../commands';
import { secondsOf, spanText } from '../span-text';
import { looking, problem, type Trouble } from '../trouble';
import { blindSpots } from './blind-spots';

/** CloudTrail writes about every five minutes; an account that runs the pipeline is never quiet for longer. */
const LOGS_SECONDS = 30 * 60;
const FILES_SECONDS = 60 * 60;

/** Is there a trail, does it record everywhere, and does it deliver to where the detections look? */
export const trail: Check = {
  id: 'trail',
  async look(subject, account) {
    const { arn, logGroup, bucket } = subject.deployment.trail;
    let seen = '';
    const troubles = await looking('the trail', async () => {
      const trails = await account.trails.find(arn);
      const found = trails.find(
        ({ TrailARN, CloudWatchLogsLogGroupArn, S3BucketName }) =>
          TrailARN === arn ||
          (arn === undefined &&
            (logGroup === undefined
              ? S3BucketName === bucket
              : groupName(CloudWatchLogsLogGroupArn) === logGroup)),
      );
      if (found?.TrailARN === undefined) return [absent(subject)];
      const status = await account.trails.statusOf(found.TrailARN);
      if (status === undefined) return [absent(subject)];
      seen = describe(found, status, subject.now);
      const arnOfTrail = found.TrailARN;
      const blind = await looking('the event selectors of the trail', async () =>
        blindSpots(await account.trails.selectorsOf(arnOfTrail)).map((spot) =>
          problem(`the trail ${spot}`, ...recordAll(subject, found)),
        ),
      );
      return [...wiring(subject, found), ...blind, ...state(subject, found, status)];
    });
    return { seen, troubles };
  },
};

/** `arn:aws:logs:eu-west-1:111122223333:log-group:trail:*` to `trail`. */
function groupName(arn: string | undefined): string | undefined {
  return arn?.split(':log-group:')[1]?.replace(/:\*$/, '');
}

function absent(subject: Subject): Trouble {
  const { arn, logGroup, bucket } = subject.deployment.trail;
  const target = logGroup === undefined ? `bucket ${bucket}` : `log group ${logGroup}`;
  return arn === undefined
    ? problem(
        `no trail delivers to the ${target}; every CloudTrail detection is blind`,
        aws(subject, ['cloudtrail', 'describe-trails', '--include-shadow-trails']),
      )
    : problem(
        `there is no trail ${arn}; every CloudTrail detection is blind`,
        redeploy(subject, 'LogArchiveStack'),
      );
}

function wiring(subject: Subject, found: Trail): readonly Trouble[] {
  const { logGroup, bucket } = subject.deployment.trail;
  const update = (...words: readonly string[]) =>
    aws(
      subject,
      ['cloudtrail', 'update-trail', '--name', found.TrailARN ?? '', ...words],
      found.HomeRegion ?? subject.deployment.region,
    );
  const troubles: Trouble[] = [];
  if (found.IsMultiRegionTrail !== true) {
    troubles.push(
      problem(
        `the trail records ${found.HomeRegion ?? 'one region'} only; calls in other regions go unseen`,
        update('--is-multi-region-trail'),
      ),
    );
  }
  if (found.LogFileValidationEnabled !== true) {
    troubles.push(
      problem(
        'log file validation is off; a changed log file would not be noticed',
        update('--enable-log-file-validation'),
      ),
    );
  }
  const group = groupName(found.CloudWatchLogsLogGroupArn);
  if (logGroup !== undefined && group !== logGroup) {
    troubles.push(
      problem(
        `the trail delivers to ${group === undefined ? 'no log group' : `the log group ${group}`}, the filters stand on ${logGroup}`,
        redeploy(subject, 'LogArchiveStack'),
      ),
    );
  }
  if (found.S3BucketName !== bucket) {
    troubles.push(
      problem(
        `the trail delivers to the bucket ${found.S3BucketName}, the tables read ${bucket}`,
        update('--s3-bucket-name', bucket),
      ),
    );
  }
  return troubles;
}

/** Puts the selectors back, or shows those that a command would overwrite. */
function recordAll(subject: Subject, { TrailARN: name = '', HomeRegion }: Trail): readonly string[] {
  const region = HomeRegion ?? subject.deployment.region;
  return [
    aws(subject, ['cloudtrail', 'get-event-selectors', '--trail-name', name], region),
    redeploy(subject, 'LogArchiveStack'),
  ];
}

function state(subject: Subject, found: Trail, status: TrailStatus): readonly Trouble[] {
  const name = found.TrailARN ?? '';
  const region = found.HomeRegion ?? subject.deployment.region;
  if (status.IsLogging !== true) {
    const stopped = secondsOf(status.StopLoggingTime);
    return [
      problem(
        `the trail is switched off${stopped === undefined ? '' : ` since ${isoTime(stopped)}`}`,
        aws(subject, ['cloudtrail', 'start-logging', '--name', name], region),
      ),
    ];
  }
  const places = [
    {
      to: `the bucket ${found.S3BucketName}`,
      error: status.LatestDeliveryError,
      last: status.LatestDeliveryTime,
      most: FILES_SECONDS,
    },
    {
      to: 'CloudWatch Logs',
      error: status.LatestCloudWatchLogsDeliveryError,
      last: status.LatestCloudWatchLogsDeliveryTime,
      most: LOGS_SECONDS,
    },
  ];
  const look = aws(subject, ['cloudtrail', 'get-trail-status', '--name', name], region);
  const repair = redeploy(subject, 'LogArchiveStack');
  const troubles = places.flatMap(({ to, error, last, most }): readonly Trouble[] => {
    if (error !== undefined && error !== '') {
      return [problem(`the trail cannot deliver to ${to}: ${error}`, look, repair)];
    }
    const age = ageOf(last, subject.now);
    if (age === undefined) return [problem(`the trail has never delivered to ${to}`, look, repair)];
    return age > most
      ? [problem(`the trail last delivered to ${to} ${spanText(age)} ago`, look, repair)]
      : [];
  });
  const { LatestDigestDeliveryError: digest } = status;
  return digest === undefined || digest === ''
    ? troubles
    : [...troubles, problem(`the trail cannot write its digests, which prove its files: ${digest}`, repair)];
}

function ageOf(last: Date | undefined, now: number): number | undefined {
  const seconds = secondsOf(last);
  return seconds === undefined ? undefined : now - seconds;
}

function describe({ Name = 'the trail' }: Trail, status: TrailStatus, now: number): string {
  const age = ageOf(status.LatestCloudWatchLogsDeliveryTime, now);
  return age === undefined ? Name : `${Name} delivered ${spanText(age)} ago`;
}
