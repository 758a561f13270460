import { type Command, Option } from 'commander';
import type { CommandIo } from '../../terminal/command-io';
import type { QueryOptions } from '../query/query-options';

const HELP = `
Examples:
  harborwatch query --list
  harborwatch query ecs-exec-sessions --on local ./logs --since 2026-11-02
  harborwatch query ssh-probe-summary --on athena --workgroup harborwatch --since 24h
  harborwatch query --on local ./logs                     (a shell: .help says what it knows)
  harborwatch query --tables cloudtrail_logs
  harborwatch query who.sql --on local ./logs --param who=%alice% --out who.csv
  echo "select eventname, count(*) as calls from cloudtrail_logs group by 1" | harborwatch query - --on local ./logs

An own file declares its parameters in the comment in front of it, and writes them with a colon:
  -- Who called?
  -- param who: name = % -- ARN or name; % and _ are wildcards
  select eventname from cloudtrail_logs where useridentity.arn like :who
Types: time, name, names, addresses, ranges, number, numbers. A time is written :since_day, :since_hour, :since_time or
:since_epoch; since, until, accounts and regions are there without being declared.

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
    .addOption(
      new Option('--on <where...>', '`local <folder>` (or a file, s3://bucket/prefix, -), or `athena`'),
    )
    .option('--list [word]', 'name the saved questions; with a word those whose id, text or technique has it')
    .option('--tables [name]', 'name the tables, or the columns of one')
    .option('--explain', 'show the SQL of each engine, and what would be read, instead of asking')
    .option('--since <time>', 'start of the window: 2026-11-02, 2026-11-02T08:00:00Z, 7d, 24h, yesterday')
    .option('--until <time>', 'end of the window')
    .option('--account <id>', 'of a bucket, read what was delivered for this account; repeatable', collect)
    .option('--most-unpacked <gigabytes>', 'local: what may come out of archives; default: 64')
    .option('--param <name=value>', 'another parameter of the question; repeatable', collect)
    .addOption(new Option('--format <format>').choices(['table', 'csv', 'json', 'parquet']))
    .option('--raw-csv', 'csv: leave texts as they are that a spreadsheet would take for formulas')
    .option(
      '--settings <file>',
      "what fills ports, ranges, roles and regions; default: the folder's harborwatch.json",
    )
    .option(
      '--detections <folder>',
      'folder with questions of your own; default: detections/ beside harborwatch.json',
    )
    .option('--out <file>', 'file to write the answer to, instead of standard output')
    .option('--flow-log-format <fields>', 'local: fields, in order, of flow logs that have no header line')
    .option('--memory <megabytes>', 'local: memory that may be used before it goes to disk')
    .option('--no-history', 'shell: keep nothing of what is typed, and offer nothing of it')
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
    .action(async (question: string | undefined, options: Omit<QueryOptions, 'isCached'>) => {
      const { queryCommand } = require('../query') as typeof import('../query');
      const isCached = program.opts<{ readonly cache?: boolean }>().cache === true;
      end(await queryCommand(question, { ...options, isCached }, io));
    });
}
