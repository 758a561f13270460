import type { Command } from 'commander';
import { buildProgram } from '../../local/commands/program';

/** Columns of a page on the web; a terminal has its own. */
const WIDTH = 100;

/** The help of every command, as `--help` prints it, exit statuses among it. */
export function renderCommands(): string {
  const nowhere = { write: () => true } as unknown as NodeJS.WritableStream;
  const program = buildProgram({ stdout: nowhere, stderr: nowhere, env: {} }, () => {});
  return [
    '# Commands',
    '',
    'Run them as `npx harborwatch …`. This page is rendered from the commands’ own help (`npm run docs`).',
    '',
    ...program.commands.flatMap((command) => [
      `## ${command.name()}`,
      '',
      '```text',
      helpOf(command).trimEnd(),
      '```',
      '',
    ]),
  ].join('\n');
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => WIDTH,
  });
  command.outputHelp();
  return text;
}
