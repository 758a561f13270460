import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** A folder to put log files into; `remove` it after the tests. */
export interface LogFolderFixture {
  readonly root: string;
  readonly write: (name: string, text: string | Buffer) => string;
  readonly remove: () => void;
}

export function createLogFolder(): LogFolderFixture {
  const root = mkdtempSync(path.join(tmpdir(), 'harborwatch-test-'));
  return {
    root,
    write: (name, text) => {
      const file = path.join(root, name);
      mkdirSync(path.dirname(file), { recursive: true });
      const bytes = typeof text === 'string' ? Buffer.from(text) : text;
      writeFileSync(file, name.endsWith('.gz') && typeof text === 'string' ? gzipSync(bytes) : bytes);
      return file;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

export const ACCOUNT = '111122223333';

/** The key of a trail's file. */
export function trailKey(region: string, day: string, name = 'a'): string {
  return `AWSLogs/${ACCOUNT}/CloudTrail/${region}/${day}/${ACCOUNT}_CloudTrail_${region}_${name}.json.gz`;
}

/** The key of a flow log's file under an hourly prefix. */
export function flowKey(hour: string, name: string): string {
  return `AWSLogs/${ACCOUNT}/vpcflowlogs/eu-west-1/${hour}/${name}`;
}

export function containerKey(hour: string, name = 'a'): string {
  return `AWSLogs/${ACCOUNT}/containerlogs/eu-west-1/${hour}/${name}.json.gz`;
}
