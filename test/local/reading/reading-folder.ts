import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ReadOptions, readFolder } from '../../../local/reading/read-folder';
import type { ReadReport } from '../../../local/reading/read-report';

export const HEADER =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
export const FLOW =
  '2 123456789012 eni-1 203.0.113.9 10.0.1.5 40510 22 6 36 4863 1767225600 1767225660 ACCEPT OK';
export const NODATA = '2 123456789012 eni-1 - - - - - - - 1767225600 1767225660 - NODATA';
export const SKIPDATA = '2 123456789012 eni-9 - - - - - - - 1767225600 1767225660 - SKIPDATA';
export const call = (eventName: string, more: object = {}): string =>
  JSON.stringify({
    eventVersion: '1.11',
    eventTime: '2026-01-01T00:00:00Z',
    eventSource: 'ecs.amazonaws.com',
    eventName,
    ...more,
  });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'read-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The folder of the test that runs. */
export const folderOfTest = (): string => folder;

export function put(name: string, content: string | Uint8Array): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), content);
}

export interface Seen {
  readonly calls: string[];
  readonly flows: string[];
  readonly places: string[];
  readonly lost: unknown[];
  readonly report: ReadReport;
}

export async function read(options: ReadOptions = {}, where = folder): Promise<Seen> {
  const seen = {
    calls: [] as string[],
    flows: [] as string[],
    places: [] as string[],
    lost: [] as unknown[],
  };
  const report = await readFolder(
    where,
    {
      cloudTrail(record, _text, place) {
        seen.calls.push(record.eventName);
        seen.places.push(`${place.path}:${place.line}`);
        return record.eventName === 'Skipped' ? 'of no interest' : undefined;
      },
      flow(record, place) {
        seen.flows.push(`${record.srcaddr} ${record.dstport}`);
        seen.places.push(`${place.path}:${place.line}`);
        return undefined;
      },
      window({ interfaceId, start, end }, status) {
        if (status === 'SKIPDATA') seen.lost.push([interfaceId, start, end]);
        return undefined;
      },
    },
    options,
  );
  return { ...seen, report };
}

/** The one file of the folder. */
export async function readOne(
  name: string,
  content: string | Uint8Array,
  options: ReadOptions = {},
): Promise<Seen & { readonly file: ReadReport['files'][number] }> {
  put(name, content);
  const seen = await read(options);
  const [file] = seen.report.files;
  if (file === undefined) throw new Error('no file in the report');
  return { ...seen, file };
}
