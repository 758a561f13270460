import { Argument, Command, Option } from 'commander';
import { DEFAULT_DEPLOYMENT_NAME } from '../../deployment/deployed-names';
import { version } from '../../package.json';
import type { CommandIo } from '../terminal/command-io';
import type { Shell } from './completion';
import type { DoctorOptions } from './doctor';
import type { ExportOptions } from './export';
import { collect, withReadingOptions, withReplayOptions } from './options/reading-options';
import { WHERE } from './options/where-words';
import { registerContainCommand } from './register/register-contain';
import { registerDetectionsCommand } from './register/register-detections';
import { registerEvidenceCommands } from './register/register-evidence';
import { registerJudgeCommand } from './register/register-judge';
import { registerQueryCommand } from './register/register-query';
import { registerTuneCommands } from './register/register-tune';
import { registerWatchCommand } from './register/register-watch';
import type { ReplayOptions } from './replay';
import type { SimulateOptions } from './simulate';

const REPLAY_HELP = `
Alarms are judged as CloudWatch would if every record arrived at once; in an account, CloudTrail and flow logs
arrive about five minutes late, and alarms that much later.

What is shown can be narrowed (--actor and the others): of one option any value, of several options each must fit. What
they hide is counted in a note, and the exit status is that of what is shown.

Exit status: 0 nothing above low severity, 10 findings, 3 no findings, and something could not be read or no record
lies between --since and --until, 2 wrong usage.`;

const START_HELP = `
The bundled incident is the same for everybody: it is judged by the settings of its own fleet. A harborwatch.json in
the working folder, and the folder detections/ beside it, rule your own logs; the incident only by --settings and
--detections.`;

const STORY_HELP = `
A task may be named by the first six characters of its id. Calls that only read, flows between the same two and lines
alike are told together, with their number.

Exit status: that of replay for what concerns the one; 2 where the name fits several, 1 where it fits none.`;

const DOCTOR_HELP = `
Nothing is changed: all calls read, but for one small Athena query a table, whose answer the workgroup stores
(--skip tables leaves them out). --policy prints the permissions. AWS_PROFILE and AWS_ENDPOINT_URL are honoured.

Exit status: 0 all is well, 10 something is broken, 3 nothing broken was seen but not everything could be looked
at, 2 wrong usage.`;

/**
 * The command line. Commands are loaded when they are called, so that help and errors are quick; `require` and
 * not `import()`, since Node 20 would look for compiled files.
 */
export function buildProgram(io: CommandIo, end: (status: number) => void): Command {
  const program = new Command('harborwatch')
    .description(
      'Replays CloudTrail files and VPC flow logs through the detections, and asks them audit questions.',
    )
    .version(version)
    .option('--no-cache', 'keep nothing in the cache folder, and use nothing from it')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: () => {},
    });

  withReplayOptions(program.command('start'))
    .description(
      'replays a folder, or the bundled incident when none is named; always ends with 0 when it worked',
    )
    .argument('[folder]', WHERE)
    .addHelpText('after', START_HELP)
    .action(async (folder: string | undefined, options: ReplayOptions) => {
      const { startCommand } = require('./start') as typeof import('./start');
      end(await startCommand(folder, options, io, program.opts<{ cache: boolean }>().cache));
    });

  withReplayOptions(program.command('replay'))
    .description('replays a folder; the exit status says what was found')
    .argument('<folder>', WHERE)
    .addHelpText('after', REPLAY_HELP)
    .action(async (folder: string, options: ReplayOptions) => {
      const { replayCommand } = require('./replay') as typeof import('./replay');
      const { cache } = program.opts<{ cache: boolean }>();
      end(await replayCommand(folder, { ...options, cache }, io));
    });

  withReadingOptions(program.command('story'))
    .description('all that the logs say of one actor, task or address, in order of time')
    .argument(
      '<who>',
      'name or ARN of a caller, session, access key, address, task, service, role or security group',
    )
    .argument('<folder>', WHERE)
    .addHelpText('after', STORY_HELP)
    .action(async (who: string, folder: string, options: ReplayOptions) => {
      const { storyCommand } = require('./story') as typeof import('./story');
      const { cache } = program.opts<{ cache: boolean }>();
      end(await storyCommand(who, folder, { ...options, cache }, io));
    });

  registerEvidenceCommands(program, io, end);
  registerWatchCommand(program, io, end);

  program
    .command('simulate')
    .description('writes labelled logs of a made-up incident, in the layout in which AWS delivers them')
    .argument('[scenario]', 'name of the scenario; --list names them')
    .option('--list', 'name the scenarios')
    .option('--seed <n>', 'the same seed gives the same bytes', '1')
    .option('--out <folder>', 'folder to write; must be empty or absent')
    .addOption(new Option('--format <format>', 'of the flow logs').choices(['text', 'parquet', 'both']))
    .option('--digests', "CloudTrail's digest files and the public key, too; made anew each time")
    .action(async (scenario: string | undefined, options: SimulateOptions) => {
      const { simulateCommand } = require('./simulate') as typeof import('./simulate');
      end(await simulateCommand(scenario, options, io));
    });

  registerDetectionsCommand(program, io, end);
  program
    .command('doctor')
    .description('examines a deployed pipeline, link by link, and says what to type where one is broken')
    .option('--name <name>', 'setting `name` of the deployment', DEFAULT_DEPLOYMENT_NAME)
    .option('--region <region>', 'region of the deployment; default: that of the environment or the profile')
    .option('--description <file>', 'where everything is, instead of what the SSM parameter says')
    .option('--skip <check>', 'leave a check out; repeatable', collect)
    .option(
      '--detections <folder>',
      'detections of your own that were deployed; default: detections/ in the working folder',
    )
    .option('--policy', 'print the IAM policy that the doctor needs')
    .addOption(new Option('--format <format>').choices(['pretty', 'json']).default('pretty'))
    .addHelpText('after', DOCTOR_HELP)
    .action(async (options: DoctorOptions) => {
      const { doctorCommand } = require('./doctor') as typeof import('./doctor');
      end(await doctorCommand(options, io));
    });

  registerJudgeCommand(program, io, end);
  registerContainCommand(program, io, end);
  registerTuneCommands(program, io, end);
  program
    .command('export')
    .description(
      'writes the catalogue for others: a CloudFormation template of its filters and alarms, JSON, or Sigma rules',
    )
    .addOption(
      new Option('--as <form>', 'what to write')
        .choices(['cloudformation', 'json', 'sigma'])
        .makeOptionMandatory(),
    )
    .option('--name <name>', 'put before the names of filters and alarms', DEFAULT_DEPLOYMENT_NAME)
    .option('--deploy-role <arn>', 'role that deploys; repeatable', collect)
    .option('--home-region <region>', 'region the fleet lives in; repeatable', collect)
    .option('--out <file>', 'file to write, instead of standard output')
    .action((options: ExportOptions) => {
      const { exportCommand } = require('./export') as typeof import('./export');
      end(exportCommand(options, io));
    });

  registerQueryCommand(program, io, end);

  program
    .command('completion')
    .description(
      'prints what makes a shell complete commands and options: source <(npx harborwatch completion bash)',
    )
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .action((shell: Shell) => {
      const { completionCommand } = require('./completion') as typeof import('./completion');
      end(completionCommand(shell, program, io));
    });

  return program;
}
