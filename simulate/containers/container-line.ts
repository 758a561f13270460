import type { NetworkInterface, Task } from '../fleet';

/** A line that a container wrote, with the columns of `container_logs` that its kind has. */
export interface ContainerLine {
  /** Epoch seconds, with fractions. */
  readonly at: number;
  readonly task: Task;
  readonly process: 'nginx' | 'sshd';
  /** The columns besides time, process and task, in the order of the table. */
  readonly columns: Readonly<Record<string, string | number>>;
}

/** What writes the lines of a task: the login service alone, whose image has the web server and sshd. */
export function isLogging({ task }: NetworkInterface): boolean {
  return task?.service === 'httpd-login';
}
