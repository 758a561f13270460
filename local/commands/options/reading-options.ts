import { type Command, InvalidArgumentError, Option } from 'commander';
import { FORM_NAMES } from '../../render/forms/form-names';
import { DETECTIONS_OPTION } from './detections-option';

/** What `replay` takes, and what shows part of a replay. */
export function withReplayOptions(command: Command): Command {
  return withReadingOptions(command)
    .option(
      '--public-keys <file>',
      "check CloudTrail's digests, too, by what list-public-keys printed",
      collect,
    )
    .option('--report <file>', 'write a page to look at and to hand on: one HTML file that opens offline')
    .option('--also <form=file>', 'write another form of the same reading; repeatable', collect)
    .option('--all', 'show what is of low severity too, instead of counting it')
    .option(
      '--actor <name>',
      'show what this caller or address did; repeatable, like all that follow',
      collect,
    )
    .option('--address <address>', 'show what concerns this address', collect)
    .option('--task <id>', 'show what concerns this task, or tasks whose ids begin so', collect)
    .option('--service <name>', 'show what concerns this ECS service', collect)
    .option('--region <region>', 'show what happened in this region', collect)
    .option('--detection <id>', 'show what this detection raised', collect)
    .addOption(
      new Option('--severity <severity>', 'show what is of this severity')
        .choices(['low', 'medium', 'high', 'critical'])
        .argParser(collectSeverity),
    )
    .option('--technique <id>', 'show what this ATT&CK technique, T1562 or T1562.008, was seen in', collect);
}

/** commander asks a parser instead of the choices, so the choices are asked for here. */
function collectSeverity(value: string, previous: readonly string[] | undefined): readonly string[] {
  if (!['low', 'medium', 'high', 'critical'].includes(value)) {
    throw new InvalidArgumentError('Allowed choices are low, medium, high, critical.');
  }
  return collect(value, previous);
}

/** What every command takes that replays logs and prints what came of it. */
export function withReadingOptions(command: Command): Command {
  const judging = withJudgingOptions(
    command
      .addOption(new Option('--format <format>').choices([...FORM_NAMES]).default('pretty'))
      .option('--out <file>', 'file to write, instead of standard output')
      .option('--color', 'colours, also where the output is no terminal')
      .option('--no-color', 'no colours')
      .option('--audit', 'ask the audit questions, however many records there are')
      .option('--no-audit', 'ask no audit questions'),
  );
  return withPlaceOptions(
    judging,
    'look at this account only: in a bucket, among callers of one name, in what is shown',
  )
    .option('--deployment <file>', 'description of a deployment, whose parts nobody may change unseen')
    .option('--baseline <folder>', 'earlier logs, from which first times learn what is usual');
}

/** How the files of any place are read. */
export function withPlaceOptions(command: Command, accounts: string = OF_A_BUCKET): Command {
  return command
    .option('--flow-log-format <format>', 'fields, in order, of flow logs without a header line')
    .option('--account <id>', `${accounts}; repeatable`, collect)
    .option('--most-unpacked <gigabytes>', 'what may come out of archives; default: 64');
}

const OF_A_BUCKET = 'of a bucket, list what was delivered for this account only';

/** What decides how logs are judged: the window and the settings. */
export function withJudgingOptions(command: Command): Command {
  return command
    .option(
      '--since <time>',
      'leave out records before this time: 2026-11-02, 2026-11-02T08:00:00Z, 24h, 7d, yesterday (UTC)',
    )
    .option('--until <time>', 'leave out records from this time on')
    .option('--settings <file>', 'settings; default: harborwatch.json in the working folder')
    .option(...DETECTIONS_OPTION)
    .option('--deploy-role <arn>', 'role that deploys; repeatable', collect)
    .option('--home-region <region>', 'region the fleet lives in; repeatable; default: learned', collect)
    .option('--ssh-port <port>', 'port on which SSH listens; repeatable', collect)
    .option('--trusted-cidr <range>', 'range whose SSH is expected; repeatable', collect)
    .option(
      '--inside-cidr <range>',
      'public range of your own, judged as what comes from inside; repeatable',
      collect,
    )
    .option('--egress-port <port>', 'port that tasks may reach on the internet; repeatable', collect)
    .option('--organization-trail', 'add the calls of all accounts up, as one organisation trail does');
}

/** Adds a value to those that were given before. */
export function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}
