import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { generateBulk } from '../simulate/bulk';
import { flowsAsParquet } from './data/flows-as-parquet';
import type { Sample } from './measure/alternate';
import { inTemporaryFolder } from './measure/in-temporary-folder';
import type { BenchTable } from './report/bench-table';
import { countCell, RATIO_HEADS, ratioCells } from './report/cells';
import { spreadOf } from './report/spread';

const run = promisify(execFile);

const ROOT = path.join(__dirname, '..');
const ROUNDS = 5;
const FLOWS = 1_000_000;
const CALLS = 100_000;
/** Days whose files of five minutes are 10,080. */
const MANY_DAYS = 35;
const SEED = 7;
const MEGABYTE = 1024 * 1024;

/** What a side may cost, as a part of the other. */
const AIMS = { flow: 1, call: 0.25, second: 0.5, files: 2 } as const;

interface Usage extends Sample {
  readonly peakBytes: number;
}

/**
 * What `harborwatch query` costs as a whole process, every check of the files included: the first question of a folder
 * against hand-written SQL in DuckDB, the second, which knows the files, against the first, and one about many small
 * files against one about a few.
 */
export async function benchQuestions(): Promise<BenchTable> {
  return await inTemporaryFolder(async (folder) => {
    const [big, parquet, many, few] = ['big', 'parquet', 'many', 'few'].map((name) =>
      path.join(folder, name),
    ) as [string, string, string, string];
    const bulk = { sshShare: 0.05, seed: SEED };
    await generateBulk({ ...bulk, days: 2, flowRecords: FLOWS, apiRecords: CALLS }, big);
    await flowsAsParquet(big, parquet);
    const { files } = await generateBulk(
      { ...bulk, days: MANY_DAYS, flowRecords: CALLS, apiRecords: 0 },
      many,
    );
    await generateBulk({ ...bulk, days: 1, flowRecords: 1000, apiRecords: 0 }, few);
    const bench = new QuestionBench(folder);
    const flow = await bench.compare('flow-top-talkers', big);
    const columns = await bench.compare('flow-top-talkers', parquet, 'flow-top-talkers of Parquet');
    const call = await bench.compare('api-calls-by-region', big);
    const [small, large] = [await bench.asked(few), await bench.asked(many)];
    const peak = spreadOf(large.map(({ peakBytes }) => peakBytes / MEGABYTE)).median;
    return {
      title: 'Questions of a folder',
      explanation: `\`query --on local\` of ${countCell(FLOWS)} flow records and ${countCell(CALLS)} API calls in 1,152 files, and of ${countCell(files)} small files; processes as a whole, ${ROUNDS} rounds, sides in turn. The hand-written SQL checks no file and leaves no duplicate out. Of the many files the process holds ${peak.toFixed(0)} MiB at most.`,
      heads: ['what', 'against', ...RATIO_HEADS],
      rows: [
        [
          'flow-top-talkers, first',
          'SQL by hand in DuckDB',
          ...ratioCells(flow.first, flow.expert, AIMS.flow),
        ],
        ['flow-top-talkers, second', 'the first', ...ratioCells(flow.second, flow.first, AIMS.second)],
        [
          'flow-top-talkers of Parquet, first',
          'SQL by hand in DuckDB',
          ...ratioCells(columns.first, columns.expert, AIMS.flow),
        ],
        [
          'flow-top-talkers of Parquet, second',
          'the first',
          ...ratioCells(columns.second, columns.first, AIMS.second),
        ],
        [
          'api-calls-by-region, first',
          'SQL by hand in DuckDB',
          ...ratioCells(call.first, call.expert, AIMS.call),
        ],
        ['api-calls-by-region, second', 'the first', ...ratioCells(call.second, call.first, AIMS.second)],
        [`flow-top-talkers, ${countCell(files)} files`, '288 files', ...ratioCells(large, small, AIMS.files)],
      ],
    };
  });
}

interface Compared {
  readonly first: readonly Usage[];
  readonly second: readonly Usage[];
  readonly expert: readonly Usage[];
}

class QuestionBench {
  readonly #folder: string;
  readonly #cache: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.#cache = path.join(folder, 'cache');
  }

  async compare(question: string, logs: string, byHand: string = question): Promise<Compared> {
    const first: Usage[] = [];
    const second: Usage[] = [];
    const expert: Usage[] = [];
    // The bundle is made and its code compiled.
    await this.#query(question, logs);
    for (let round = 0; round < ROUNDS; round += 1) {
      await this.#forget();
      first.push(await this.#query(question, logs));
      second.push(await this.#query(question, logs));
      expert.push(await this.#node([path.join(__dirname, 'measure/expert-query.cjs'), byHand, logs]));
    }
    return { first, second, expert };
  }

  /** First questions of a folder. */
  async asked(logs: string): Promise<readonly Usage[]> {
    const usages: Usage[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await this.#forget();
      usages.push(await this.#query('flow-top-talkers', logs));
    }
    return usages;
  }

  async #forget(): Promise<void> {
    await rm(path.join(this.#cache, 'harborwatch/folders'), { recursive: true, force: true });
  }

  async #query(question: string, logs: string): Promise<Usage> {
    const bin = path.join(ROOT, 'bin/harborwatch.cjs');
    return await this.#node([bin, 'query', question, '--on', 'local', logs, '--format', 'csv']);
  }

  async #node(command: readonly string[]): Promise<Usage> {
    const [usage, peak] = [path.join(this.#folder, 'usage'), path.join(this.#folder, 'peak')];
    const hooks = ['write-cpu.cjs', 'write-peak.cjs'].flatMap((name) => [
      '--require',
      path.join(__dirname, 'measure', name),
    ]);
    const env = {
      ...process.env,
      XDG_CACHE_HOME: this.#cache,
      HARBORWATCH_BENCH_CPU: usage,
      HARBORWATCH_BENCH_PEAK: peak,
    };
    const began = performance.now();
    await run(process.execPath, [...hooks, ...command], { env, maxBuffer: 2 ** 26 });
    const wall = performance.now() - began;
    return {
      cpu: Number(await readFile(usage, 'utf8')),
      wall,
      peakBytes: Number.parseInt(await readFile(peak, 'utf8'), 10),
    };
  }
}
