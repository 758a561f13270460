import type { Command } from 'commander';
import type { CommandIo } from '../terminal/command-io';
import { EXIT } from './output/exit-status';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What can be typed after a command. */
interface Completed {
  readonly name: string;
  readonly description: string;
  readonly options: readonly {
    readonly flag: string;
    readonly description: string;
    readonly choices: readonly string[];
  }[];
}

/** Prints what makes a shell complete commands, options and their choices; made from the commands themselves. */
export function completionCommand(shell: Shell, program: Command, io: CommandIo): number {
  const commands = program.commands.map(toCompleted);
  io.stdout.write(shell === 'fish' ? fish(commands) : shell === 'zsh' ? zsh(commands) : bash(commands));
  return EXIT.quiet;
}

function toCompleted(command: Command): Completed {
  return {
    name: command.name(),
    description: command.description(),
    options: command.options.map((option) => ({
      flag: option.long ?? option.flags,
      description: option.description,
      choices: option.argChoices ?? [],
    })),
  };
}

/** Put into ~/.bashrc: `source <(npx harborwatch completion bash)`. */
function bash(commands: readonly Completed[]): string {
  const choices = commands.flatMap(({ name, options }) =>
    options
      .filter((option) => option.choices.length > 0)
      .map((option) => `    '${name} ${option.flag}') words='${option.choices.join(' ')}' ;;`),
  );
  return [
    '_harborwatch() {',
    '  local current=$' + '{COMP_WORDS[COMP_CWORD]} command=$' + '{COMP_WORDS[1]} words=',
    '  local previous=$' + '{COMP_WORDS[COMP_CWORD-1]}',
    '  COMPREPLY=()',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')}' -- "$current"))`,
    '    return',
    '  fi',
    '  case "$command $previous" in',
    ...choices,
    '  esac',
    '  if [ -z "$words" ]; then',
    '    case "$command" in',
    ...commands.map(
      ({ name, options }) => `    ${name}) words='${options.map(({ flag }) => flag).join(' ')}' ;;`,
    ),
    '    esac',
    '    case "$current" in',
    '      -*) ;;',
    '      *) COMPREPLY=($(compgen -f -- "$current")); return ;;',
    '    esac',
    '  fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '}',
    'complete -o filenames -F _harborwatch harborwatch',
    '',
  ].join('\n');
}

/** Put into ~/.zshrc: `source <(npx harborwatch completion zsh)`; zsh reads what bash does. */
function zsh(commands: readonly Completed[]): string {
  return `autoload -Uz compinit bashcompinit && compinit && bashcompinit\n${bash(commands)}`;
}

/** Put into ~/.config/fish/completions/harborwatch.fish. */
function fish(commands: readonly Completed[]): string {
  return commands
    .flatMap(({ name, description, options }) => [
      `complete -c harborwatch -n __fish_use_subcommand -a ${name} -d ${fishWord(description)}`,
      ...options.map(
        ({ flag, description: what, choices }) =>
          `complete -c harborwatch -n '__fish_seen_subcommand_from ${name}' -l ${flag.replace(/^--/, '')}${choices.length > 0 ? ` -xa '${choices.join(' ')}'` : ''} -d ${fishWord(what)}`,
      ),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

/** In fish a quotation mark inside of single quotes is written with a backslash. */
function fishWord(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
