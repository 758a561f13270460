import { type ReadOptions, readFolder } from '../../../local/reading/read-folder';
import { ReadFolderError } from '../../../local/reading/read-folder-error';
import { SeenRecords } from '../../../local/reading/seen-records';
import type { FlowLogRow } from '../../../records/flow-logs/flow-log-row';

/** Every word that reading a folder gives to whoever takes the records, and the report: what two ways of reading must share. */
export async function everyWord(folder: string, options: ReadOptions): Promise<readonly string[]> {
  const words: string[] = [];
  await tellWords(folder, options, (word) => words.push(word));
  return words;
}

/** So many differences are shown. */
const MOST_SHOWN = 5;

/** Where another way of reading says something else; of hundreds of thousands of words only these are kept. */
export async function differencesFrom(
  words: readonly string[],
  folder: string,
  options: ReadOptions,
): Promise<readonly object[]> {
  const differences: object[] = [];
  let at = 0;
  await tellWords(folder, options, (word) => {
    if (word !== words[at] && differences.length < MOST_SHOWN)
      differences.push({ at, expected: words[at], read: word });
    at += 1;
  });
  if (at !== words.length) differences.push({ expected: words.length, read: at });
  return differences;
}

async function tellWords(
  folder: string,
  options: ReadOptions,
  take: (word: string) => unknown,
): Promise<void> {
  const seen = new SeenRecords();
  const tell = (kind: string, ...what: readonly unknown[]) => {
    take(JSON.stringify([kind, ...what]));
    return undefined;
  };
  try {
    const report = await readFolder(
      folder,
      {
        cloudTrail: (_, text, { path, line }) => tell('call', path, line, text),
        flow: (row, { path, line }) =>
          seen.isKnownFlow(row) ? 'duplicate' : tell('flow', path, line, valuesOf(row), row.toFields()),
        window: (row, status, { path, line }) =>
          seen.isKnownFlow(row) ? 'duplicate' : tell('window', path, line, status, row.text),
        containerLine: (text, { path, line }) => tell('line', path, line, text),
        document: (isOneList) => tell('document', isOneList),
      },
      options,
    );
    for (const file of report.files) tell('file', file);
  } catch (error) {
    if (!(error instanceof ReadFolderError)) throw error;
    tell('refused', error.message);
  }
}

function valuesOf(row: FlowLogRow): readonly unknown[] {
  return [
    [row.format.names.join(' '), row.accountId, row.interfaceId, row.srcaddr, row.dstaddr],
    [row.srcport, row.dstport, row.protocol, row.packets, row.bytes, row.start, row.end],
    [row.action, row.tcpFlags, row.pktSrcaddr, row.pktDstaddr, row.flowDirection, row.vpcId],
    [row.ecsClusterName, row.ecsServiceName, row.ecsTaskId, row.text, row.view, row.tellsFlowsApart],
  ];
}
