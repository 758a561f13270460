import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Reads one file of a process; nothing when the process has just ended. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function allProcesses(): number[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
}

/** Ids of the processes that this one started and that still run. */
export function childrenOf(pid: number): readonly number[] {
  return allProcesses().filter((each) => read(each, 'status').includes(`\nPPid:\t${pid}\n`));
}

/** Ids of all processes in the process namespace of this one. */
export function inside(pid: number): readonly number[] {
  const namespace = namespaceOf(pid);
  return namespace === undefined ? [] : allProcesses().filter((each) => namespaceOf(each) === namespace);
}

function namespaceOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return undefined;
  }
}

/** The command with its arguments, one a word. */
export function commandOf(pid: number): string {
  return read(pid, 'cmdline').replaceAll('\0', ' ').trim();
}

/** The environment that the process was started with, `NAME=value` with blanks between. */
export function environmentOf(pid: number): string {
  return read(pid, 'environ').replaceAll('\0', ' ');
}

/** Effective user id. */
export function userOf(pid: number): number {
  const [, id = ''] = /^Uid:\t\d+\t(\d+)/m.exec(read(pid, 'status')) ?? [];
  return Number(id);
}
