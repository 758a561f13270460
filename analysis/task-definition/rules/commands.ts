import type { TaskDefinitionRule } from '../rule';
import { attackTechnique } from '../sources';
import type { Container } from '../task-definition';
import { inContainers } from './in-containers';

/** The address of a task's credentials, and the variable that holds its path. */
const CREDENTIAL_ENDPOINT =
  /169\.254\.170\.(?:2|23)\b|AWS_CONTAINER_CREDENTIALS_(?:RELATIVE|FULL)_URI|169\.254\.169\.254/;
/** What is fetched goes to a shell, or what is encoded. */
const FETCHED_TO_SHELL =
  /(?:\b(?:curl|wget|fetch)\b[^|;&]*|\bbase64\s+(?:-d|-D|--decode)\b[^|;&]*)\|\s*(?:sudo\s+)?(?:env\s+)?(?:ba|da|a|z|k)?sh\b|\b(?:ba)?sh\s+(?:-c\s+)?["']?(?:<\(|\$\()\s*(?:curl|wget)\b/;
/** A shell whose ends are a connection. */
const REVERSE_SHELL =
  /\/dev\/(?:tcp|udp)\/|\b(?:nc|ncat|netcat)\b[^|;&]*\s-(?:e|c)\b|\bsocat\b[^|;&]*\bexec:/i;

/** What a container is told to run in place of its image's own program. */
export const COMMAND_RULES: readonly TaskDefinitionRule[] = [
  {
    id: 'command-reads-credentials',
    title: "Command asks for the task's credentials",
    severity: 'high',
    reason:
      'A definition that prints or sends the credentials of its role is how a task role is stolen without touching a task.',
    fix: 'Let the SDK fetch credentials; deregister the revision if nobody can name the reason.',
    sources: [attackTechnique('T1552.005')],
    breaches: inContainers('command', (container) =>
      CREDENTIAL_ENDPOINT.test(commandOf(container))
        ? 'the command names the credential endpoint'
        : undefined,
    ),
  },
  {
    id: 'command-runs-what-it-fetches',
    title: 'Command fetches a program and runs it',
    severity: 'high',
    reason: 'What runs is not what was scanned: the other end decides, at every start anew.',
    fix: 'Build the program into the image, by its digest.',
    sources: [attackTechnique('T1105'), attackTechnique('T1610')],
    breaches: inContainers('command', (container) =>
      FETCHED_TO_SHELL.test(commandOf(container))
        ? 'the command pipes what it fetches into a shell'
        : undefined,
    ),
  },
  {
    id: 'command-opens-shell',
    title: 'Command opens a shell to another machine',
    severity: 'critical',
    reason: 'Whoever listens at the other end works in the container, with its role.',
    fix: 'Stop its tasks, deregister the revision, and find who registered it.',
    sources: [attackTechnique('T1059.004')],
    breaches: inContainers('command', (container) =>
      REVERSE_SHELL.test(commandOf(container)) ? 'the command ties a shell to a connection' : undefined,
    ),
  },
];

function commandOf({ entryPoint, command, healthCheck }: Container): string {
  return [...entryPoint, ...command, ...(healthCheck ?? [])].join(' ');
}
