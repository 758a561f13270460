import { createReadStream, rmSync } from 'node:fs';
import type { JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import { compileFlowLogFormat } from '../../records/flow-logs/flow-log-format';
import { TABLE_BY_NAME } from '../../records/tables/tables';
import { LineSplitter } from '../reading/line-splitter';
import { LineFile } from './line-file';
import type { TableFile } from './log-folder';
import type { Overlap } from './scan/seen';
import { wordsOfLine } from './scan/seen-flows';

/**
 * Writes a loaded file anew without the records that stand in a delivered file, too. It gets another name: DuckDB may
 * remember what it read under the old one.
 *
 * @returns how many records went, and the file that takes the place of the old one: the same where none did, none where
 * all did
 */
export async function withoutOverlap(
  file: TableFile,
  overlap: Overlap,
): Promise<{ readonly dropped: number; readonly file: TableFile | undefined }> {
  const isIn = isInOverlap(file, overlap);
  const rest = new LineFile(`${file.path}-rest`, TABLE_BY_NAME[file.table], file.fields ?? []);
  let dropped = 0;
  const keep = (line: string) => {
    if (line === '') return;
    if (isIn(line)) dropped += 1;
    else rest.add(line);
  };
  // A record is as long as it is: what was written here is read whole.
  const lines = new LineSplitter(keep, () => undefined, Number.POSITIVE_INFINITY);
  for await (const chunk of createReadStream(file.path)) lines.push(chunk as Buffer);
  lines.end();
  rest.flush();
  if (dropped === 0) {
    rmSync(rest.path);
    return { dropped, file };
  }
  rmSync(file.path);
  if (rest.bytes === 0) return { dropped, file: undefined };
  return { dropped, file: { ...file, path: rest.path, bytes: rest.bytes } };
}

/** Lines come as latin1, one character a byte. */
function isInOverlap({ table, fields }: TableFile, overlap: Overlap): (line: string) => boolean {
  if (table === 'cloudtrail_logs') {
    return (line) => {
      const { eventID } = JSON.parse(Buffer.from(line, 'latin1').toString('utf8')) as JsonObject;
      return typeof eventID === 'string' && overlap.events.has(eventID);
    };
  }
  if (table !== 'vpc_flow_logs' || fields === undefined) return () => false;
  const view = compileFlowLogFormat(fields).reader();
  return (line) => {
    const outcome = view.read(line);
    const words = outcome === 'unreadable' ? undefined : wordsOfLine(view, outcome !== 'record');
    return words !== undefined && overlap.hasFlow(words[0], words[1]);
  };
}
