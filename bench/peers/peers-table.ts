import { inTemporaryFolder } from '../measure/in-temporary-folder';
import type { BenchTable } from '../report/bench-table';
import { verdict } from '../report/cells';
import { ratioSpread, spreadOf } from '../report/spread';
import { comparisons, type Group, type Other, PeersFiles, type PeersPlan, SSH_SHARE } from './comparisons';
import { measureInTurn, type ProcessSample } from './process';

export interface PeersRun extends PeersPlan {
  /** Only rows in whose name, or in that of what they are held against, this stands - @default all */
  readonly only?: string;
  /** Told after each group what is there by then, so that nothing that was measured is lost. */
  readonly onTable: (table: BenchTable) => Promise<void>;
  readonly onFailed: (what: string) => void;
}

/** `harborwatch replay`, as it is installed, against what else people read such logs with. */
export async function peersTable(plan: PeersRun): Promise<BenchTable> {
  return await inTemporaryFolder(async (folder) => {
    const rows: string[][] = [];
    const files = new PeersFiles(plan, folder);
    for (const group of comparisons(plan, folder)) {
      const others = group.others.filter((other) => isAsked(group, other, plan.only));
      if (others.length === 0) continue;
      try {
        for (const name of group.files) await files.write(name);
        rows.push(...rowsOf(plan, { ...group, others }));
        await plan.onTable(tableOf(plan, rows));
      } catch (error) {
        plan.onFailed(`${group.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return tableOf(plan, rows);
  });
}

function isAsked(group: Group, other: Other, only: string | undefined): boolean {
  return only === undefined || `${group.name} / ${other.name}`.includes(only);
}

function tableOf({ pairs, records, apiRecords }: PeersPlan, rows: readonly string[][]): BenchTable {
  return {
    title: '`harborwatch replay` against others, and against the least that is possible',
    explanation: `Whole processes, ${pairs} rounds in turn, ${records.toLocaleString('en-US')} flow records (${SSH_SHARE * 100} % SSH) and ${apiRecords.toLocaleString('en-US')} API calls in files as AWS delivers them. Every peer answers one question; the replay asks all rules. rsigma-eval is given the catalogue's rules as *export --as sigma* writes them. *Unpack*, *lines* and *parse* are what Node alone takes to unpack the files, to find their line ends as well, and to parse their JSON, *columns* what DuckDB takes to read all columns that the analysis looks at: the floors.`,
    heads: ['replay of', 'against', 'CPU', 'min - max', 'by the clock', 'MiB, ours', 'aim', ''],
    rows,
  };
}

function rowsOf({ python, pairs, onFailed }: PeersRun, { name, ours, others }: Group): string[][] {
  // The same peer by CPU and by the clock is one command.
  const commands = [...new Map(others.map(({ command }) => [command.join(' '), command])).values()];
  const [mine, ...theirs] = measureInTurn(python, [ours, ...commands], pairs);
  if (mine === undefined || mine instanceof Error) throw mine ?? new Error('nothing was measured');
  return others.flatMap((other) => {
    const at = commands.findIndex((command) => command.join(' ') === other.command.join(' '));
    const own = theirs[at];
    if (own !== undefined && !(own instanceof Error)) return [rowOf(name, other, mine, own)];
    onFailed(`${name} against ${other.name}: ${own?.message ?? 'nothing was measured'}`);
    return [];
  });
}

function rowOf(
  name: string,
  { name: against, aim, isByClock }: Other,
  mine: readonly ProcessSample[],
  theirs: readonly ProcessSample[],
): string[] {
  const cpu = ratioSpread(mine, theirs, 'cpu');
  const wall = ratioSpread(mine, theirs, 'wall');
  const judged = isByClock === true ? wall : cpu;
  const peak = spreadOf(mine.map(({ mebibytes }) => mebibytes)).median;
  return [
    isByClock === true ? `${name}, by the clock` : name,
    against,
    cpu.median.toFixed(2),
    `${judged.min.toFixed(2)} - ${judged.max.toFixed(2)}`,
    wall.median.toFixed(2),
    peak.toFixed(0),
    aim === undefined ? '-' : String(aim),
    aim === undefined ? '' : verdict(judged.median, aim),
  ];
}
