import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import type { TechniqueFacts } from './facts';
import { judgeFiles } from './judge-files';

interface TechniqueLabel {
  readonly technique: string;
  /** `service:Call`, preparations among them. */
  readonly events_of_the_detonation: readonly string[];
}

/** What the tool does before and around the attack itself, among the calls that the labels list. */
const AROUND = new Set([
  'sts:AssumeRole',
  'sts:GetCallerIdentity',
  'ec2:DescribeInstances',
  'secretsmanager:ListSecrets',
  'ssm:DescribeInstanceInformation',
  'ssm:DescribeParameters',
  'ssm:GetCommandInvocation',
]);

/** Replays every attack technique by itself. */
export async function collectTechniques(folder: string): Promise<readonly TechniqueFacts[]> {
  const labels = JSON.parse(await readFile(path.join(folder, 'labels.json'), 'utf8')) as Record<
    string,
    TechniqueLabel
  >;
  const facts: TechniqueFacts[] = [];
  for (const [file, label] of Object.entries(labels)) {
    const full = path.join(folder, file);
    const { Records } = JSON.parse(await readFile(full, 'utf8')) as { Records: readonly CloudTrailRecord[] };
    const calls = new Set(label.events_of_the_detonation.filter((call) => !AROUND.has(call)));
    const made = Records.filter(({ eventSource, eventName }) =>
      calls.has(`${eventSource.split('.')[0]}:${eventName}`),
    );
    facts.push({
      technique: label.technique,
      isOnlyDenied: made.length > 0 && made.every(({ errorCode }) => errorCode !== undefined),
      verdict: await judgeFiles([full]),
    });
  }
  return facts;
}
