import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { DEFAULT_FORMAT } from '../../records/flow-logs/flow-log-fields';
import { trafficLines } from '../data/traffic';

const pack = promisify(gzip);
const FILES = 48;

/** Flow logs in AWS's default format, in `FILES` files of equal size; gives the folder. */
export async function writeDefaultFlows(records: number, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const lines = trafficLines({ format: DEFAULT_FORMAT, records, sshShare: 0.05, seed: 7 });
  const size = Math.ceil(lines.length / FILES);
  for (let file = 0; file < FILES; file++) {
    const text = [DEFAULT_FORMAT.join(' '), ...lines.slice(file * size, (file + 1) * size), ''].join('\n');
    await writeFile(path.join(folder, `${String(file).padStart(2, '0')}.log.gz`), await pack(text));
  }
  return folder;
}

/** API calls of so many users, one each, from an address of their own, in so many accounts; gives the folder. */
export async function writeActors(actors: number, folder: string, accounts: number = 1): Promise<string> {
  await mkdir(folder, { recursive: true });
  const size = Math.ceil(actors / FILES);
  for (let file = 0; file < FILES; file++) {
    const records = Array.from({ length: Math.min(size, actors - file * size) }, (_, at) =>
      callOf(file * size + at, accounts),
    );
    await writeFile(
      path.join(folder, `${String(file).padStart(2, '0')}.json.gz`),
      await pack(JSON.stringify({ Records: records })),
    );
  }
  return folder;
}

function callOf(number: number, accounts: number) {
  const account = String(111_122_223_333 + (number % accounts));
  const address = `198.18.${(number >> 8) & 255}.${number & 255}`;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: `AIDA${number}`,
      arn: `arn:aws:iam::${account}:user/person-${number}`,
      accountId: account,
      accessKeyId: `AKIA${String(number).padStart(16, '0')}`,
      userName: `person-${number}`,
    },
    eventTime: new Date(Date.UTC(2026, 10, 2) + number * 1e3).toISOString().replace('.000', ''),
    eventSource: 'ecs.amazonaws.com',
    eventName: 'DescribeTasks',
    awsRegion: 'eu-west-1',
    sourceIPAddress: address,
    userAgent: 'aws-cli/2.31.0',
    requestParameters: { cluster: 'harbor', tasks: [`task-${number}`] },
    responseElements: null,
    requestID: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    eventID: `11111111-0000-4000-8000-${String(number).padStart(12, '0')}`,
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  };
}

/** Detections of somebody's own, each of another call; gives the folder. */
export async function writeDetections(count: number, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (let at = 0; at < count; at++)
    await writeFile(path.join(folder, `own-call-${at}.yml`), detectionOf(at));
  return folder;
}

function detectionOf(number: number): string {
  const call = `{eventSource: ecs.amazonaws.com, eventName: OwnCall${number}}`;
  return `id: own-call-${number}
title: Call number ${number} was made
severity: low
attack: [T1526]
detector:
  kind: predicate
  detection:
    call: {eventSource: ecs.amazonaws.com, 'eventName|endswith': OwnCall${number}}
    condition: call
runbook:
  meaning: Somebody made call number ${number}, of which there is none.
  impact: Nothing changes, since the call does not exist.
  diagnosis:
    - In the record look at \`userIdentity.arn\` and \`sourceIPAddress\`.
  response:
    - Ask the caller in the hour after \`eventTime\`.
examples:
  fires:
    - ${call}
  staysSilent:
    - {eventSource: ecs.amazonaws.com, eventName: DescribeTasks}
`;
}
