import { cpus, totalmem } from 'node:os';

/** The kind of machine that figures come from, in one line. */
export function describeMachine(): string {
  const kinds = [...new Set(cpus().map(({ model }) => model.trim()))].join(', ');
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} cores (${kinds}), ${gigabytes} GiB of memory`;
}
