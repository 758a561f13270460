import { CommanderError } from 'commander';
import { messageOf } from '../../records/values/message-of';
import type { CommandIo } from '../terminal/command-io';
import { escapeControl } from '../terminal/escape-control';
import { EXIT } from './output/exit-status';
import { buildProgram } from './program';

/** Errors of other rooms that a person at the command line has caused, and can put right, by name. */
const WRONG_USAGE = new Set([
  'UsageError',
  'ReadFolderError',
  'FlowLogFormatError',
  'UnsupportedFlowLogError',
  'UnknownDetectionError',
  'UnknownScenarioError',
  'OutFolderNotEmptyError',
]);

/**
 * Runs one command line (without node and script) and gives the exit status. Every error is one sentence on
 * stderr: wrong usage ends with 2, anything unexpected with 1.
 */
export async function runCommandLine(args: readonly string[], io: CommandIo): Promise<number> {
  let status: number = EXIT.quiet;
  try {
    const program = buildProgram(io, (reached) => {
      status = reached;
    });
    await program.parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    return report(error, io);
  }
}

function report(error: unknown, io: CommandIo): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.quiet;
    if (error.code === 'commander.help') return EXIT.wrongUsage;
    const sentence = error.message
      .replace(/^error: /, '')
      .replace(/\.?\s*\n\s*/g, ' ')
      .replace(/\.$/, '');
    io.stderr.write(`harborwatch: ${sentence}; \`npx harborwatch --help\` lists what there is\n`);
    return EXIT.wrongUsage;
  }
  const isPlaceMissing = (error as NodeJS.ErrnoException | undefined)?.syscall === 'mkdtemp';
  const isWrongUsage = isPlaceMissing || (error instanceof Error && WRONG_USAGE.has(error.name));
  const said = messageOf(error);
  const message = isPlaceMissing
    ? `no temporary folder can be made: ${said}; set TMPDIR to a folder that can be written`
    : said;
  const sentence = isWrongUsage
    ? message
    : `unexpected error: ${message}; HARBORWATCH_TRACE=1 shows where it arose`;
  // Several mistakes of one file are told a line each; what stands in a line is made safe.
  const lines = isWrongUsage ? sentence.split('\n') : [sentence];
  io.stderr.write(`harborwatch: ${lines.map(escapeControl).join('\n')}\n`);
  if (!isWrongUsage && io.env['HARBORWATCH_TRACE'] && error instanceof Error)
    io.stderr.write(`${error.stack}\n`);
  return isWrongUsage ? EXIT.wrongUsage : EXIT.unexpected;
}
