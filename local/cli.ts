import { runCommandLine } from './commands/command-line';

/** Output that nobody reads any more (`| head`) is no error: end quietly, with the status reached so far. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(`harborwatch: the output cannot be written (${error.code ?? error.message})\n`);
  process.exit(1);
});

void runCommandLine(process.argv.slice(2), process).then((status) => {
  process.exitCode = status;
});
