import { estimateUsd, renderUsd } from '../../../queries/athena-cost';
import type { AthenaOptions } from '../../../queries/athena-engine';
import type { Query } from '../../../queries/query';
import { questionValues } from '../../../queries/question-values';
import { renderQuery } from '../../../queries/render-query';
import { readSettingsFile } from '../../settings/find-settings';
import type { CommandIo } from '../../terminal/command-io';
import { UsageError } from '../../terminal/usage-error';
import { bytesForPeople, describeCount } from './describe';
import { explain } from './explain';
import { type Output, writeAnswer } from './output';
import type { QueryOptions } from './query-options';
import { checkWindow } from './window';

type Values = Readonly<Record<string, string>>;

const now = () => Math.floor(Date.now() / 1000);

/** What a settings file says, where one is named, and what somebody typed. */
async function valuesOf(query: Query, given: Values, { settings }: QueryOptions): Promise<Values> {
  return settings === undefined
    ? given
    : { ...questionValues(query, await readSettingsFile(settings)), ...given };
}

/** Asks Athena and writes its answer. */
export async function askAthena(
  query: Query,
  given: Values,
  options: QueryOptions,
  output: Output,
  io: CommandIo,
): Promise<void> {
  const values = await valuesOf(query, given, options);
  if (output.format === 'parquet') {
    throw new UsageError(
      '--format parquet is for --on local; on Athena wrap the query in UNLOAD, or take csv',
    );
  }
  if (options.explain === true) {
    await explain(query, values, options, undefined, io);
    return;
  }
  checkWindow(values, now());
  const sql = renderQuery(query, { values, now: now(), layout: options.layout });
  const { AthenaEngine } =
    require('../../../queries/athena-engine') as typeof import('../../../queries/athena-engine');
  const engine = new AthenaEngine(athenaOptions(options));
  const abort = new AbortController();
  const stop = () => abort.abort();
  process.once('SIGINT', stop);
  try {
    const isWatched = io.stderr.isTTY === true;
    const answer = await engine.run(sql, {
      signal: abort.signal,
      onProgress: (state, bytes) => {
        if (isWatched) {
          io.stderr.write(`\r\u001b[K${state.toLowerCase()}, ${bytesForPeople(bytes)} scanned`);
        }
      },
    });
    if (isWatched) {
      io.stderr.write('\r\u001b[K');
    }
    const count = await writeAnswer(answer, output, io);
    const cost = renderUsd(estimateUsd(answer.bytesScanned));
    io.stderr.write(
      `${describeCount(count)}, ${bytesForPeople(answer.bytesScanned)} scanned, about ${cost}, ${(answer.engineMilliseconds / 1000).toFixed(1)} s in Athena (${answer.executionId})\n`,
    );
  } finally {
    process.removeListener('SIGINT', stop);
    engine.close();
  }
}

function athenaOptions({
  workgroup,
  database,
  region,
  endpoint,
  outputLocation,
}: QueryOptions): AthenaOptions {
  return {
    ...(workgroup === undefined ? {} : { workgroup }),
    ...(database === undefined ? {} : { database }),
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(outputLocation === undefined ? {} : { outputLocation }),
  };
}
