import { type Command, Option } from 'commander';
import type { CommandIo } from '../terminal/command-io';
import type { QueryOptions } from './query-options';

const HELP = `
Examples:
  harborwatch query --list
  harborwatch query ecs-exec-sessions --on local ./logs --since 2026-11-02
  harborwatch query ssh-probe-summary --on athena --workgroup harborwatch --since 24h
  echo "select eventname, count(*) as calls from cloudtrail_logs group by 1" | harborwatch query - --on local ./logs

Exit status: 0 the question was answered, 3 without files that are broken, 1 it could not be, 2 wrong usage or
wrong SQL.`;

function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

/** Adds `harborwatch query` to the command line; what it needs is loaded when it is called. */
export function registerQueryCommand(program: Command, io: CommandIo, end: (status: number) => void): void {
  program
    .command('query')
    .description('asks an audit question, in Athena SQL, of a folder of logs or of the deployed tables')
    .argument('[question]', 'id of a saved question, a file with SQL, or - for standard input')
    .addOption(new Option('--on <where...>', '`local <folder>` or `athena`'))
    .option('--list', 'name the saved questions')
    .option('--explain', 'show the SQL of each engine, and what would be read, instead of asking')
    .option('--since <time>', 'start of the window: 2026-11-02, 2026-11-02T08:00:00Z, 7d, 24h')
    .option('--until <time>', 'end of the window')
    .option('--param <name=value>', 'another parameter of the question; repeatable', collect)
    .addOption(new Option('--format <format>').choices(['table', 'csv', 'json', 'parquet']).default('table'))
    .option('--out <file>', 'file to write the answer to, instead of standard output')
    .option('--memory <megabytes>', 'local: memory that may be used before it goes to disk')
    .option('--workgroup <name>', 'athena: workgroup')
    .option('--database <name>', 'athena: database of the tables')
    .option('--region <region>', 'athena: region')
    .option('--endpoint <url>', "athena: another server that speaks Athena's API")
    .option('--output-location <s3 url>', 'athena: where results go, when the workgroup does not say')
    .addOption(
      new Option('--layout <layout>', "athena: how the flow logs' prefixes are written")
        .choices(['plain', 'hive-compatible'])
        .default('plain'),
    )
    .addHelpText('after', HELP)
    .action(async (question: string | undefined, options: QueryOptions) => {
      const { queryCommand } = require('./query') as typeof import('./query');
      end(await queryCommand(question, options, io));
    });
}
