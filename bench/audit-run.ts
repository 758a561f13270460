import { Command } from 'commander';
import { renderTable } from '../local/terminal/table';
import { terminalOf } from '../local/terminal/terminal';
import { AUDIT_BENCH, benchAudit } from './audit';
import { describeMachine } from './report/machine';

interface Options {
  readonly flows: string;
  readonly events: string;
  readonly days: string;
  readonly minutes: string;
}

async function run(options: Options): Promise<void> {
  const terminal = terminalOf(process.stdout, process.env);
  process.stdout.write(`${describeMachine()}\n`);
  const tables = await benchAudit({
    flowRecords: Number(options.flows),
    apiRecords: Number(options.events),
    days: Number(options.days),
    minutes: Number(options.minutes),
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  for (const { title, explanation, heads, rows } of tables) {
    process.stdout.write(
      `\n${title}\n${explanation}\n${renderTable(heads, rows, [0], { ...terminal, width: 160 }).join('\n')}\n`,
    );
  }
}

new Command('bench:audit')
  .description('the audit questions on DuckDB and on Trino, each alone on this machine')
  .option('--flows <n>', 'flow records', String(AUDIT_BENCH.flowRecords))
  .option('--events <n>', 'CloudTrail records', String(AUDIT_BENCH.apiRecords))
  .option('--days <n>', 'days over which they are spread', String(AUDIT_BENCH.days))
  .option('--minutes <n>', 'after which no further question is asked', String(AUDIT_BENCH.minutes))
  .action(run)
  .parseAsync()
  .catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
