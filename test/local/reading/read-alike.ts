import { LocalEngine } from '../../../local/query/local-engine';
import { readFolder } from '../../../local/reading/read-folder';
import { ReadFolderError } from '../../../local/reading/read-folder-error';
import type { FileReport } from '../../../local/reading/read-report';
import { ReplayEngine } from '../../../local/replay/replay-engine';
import { mergeSettings } from '../../../local/settings/replay-settings';
import { collectRows } from '../../../queries/query-result';

/** What both commands make of a folder. */
export interface BothSides {
  readonly files: readonly FileReport[];
  /** How many records `replay` analyzed. */
  readonly replayed: { readonly calls: number; readonly flows: number };
  /** How many rows the tables of `query` have. */
  readonly queried: { readonly calls: number; readonly flows: number };
  /** Files that each names as not read in whole. */
  readonly unread: { readonly replay: readonly string[]; readonly query: readonly string[] };
}

/** Reads a folder as `replay` and as `query` do. */
export async function readAlike(folder: string): Promise<BothSides> {
  const files = await readFolder(folder, new ReplayEngine(mergeSettings({}))).then(
    (report) => report.files,
    (error: unknown) => {
      if (error instanceof ReadFolderError) return [];
      throw error;
    },
  );
  const analyzed = (kind: string) =>
    files.filter((file) => file.kind.startsWith(kind)).reduce((sum, file) => sum + file.analyzed, 0);
  const engine = await LocalEngine.open(folder, { memoryMegabytes: 192, threads: 1 });
  try {
    const count = async (table: string) => {
      const [row] = await collectRows(await engine.run(`select count(*) as n from ${table}`));
      return Number(row?.[0]);
    };
    const queried = { calls: await count('cloudtrail_logs'), flows: await count('vpc_flow_logs') };
    return {
      files,
      replayed: { calls: analyzed('cloudtrail'), flows: analyzed('flow') },
      queried,
      unread: {
        replay: files.filter(({ unreadableCount }) => unreadableCount > 0).map(({ path }) => path),
        query: engine.folder.unreadable.map(({ path }) => path.replace(`${folder}/`, '')),
      },
    };
  } finally {
    await engine.close();
  }
}
