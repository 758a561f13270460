import { PassThrough } from 'node:stream';
import type { CommandIo } from '../../../../local/terminal/command-io';

/** Streams that keep what was written, for commands that write to a terminal's. */
export function captureIo(): {
  readonly io: CommandIo;
  readonly out: () => string;
  readonly err: () => string;
} {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => {
    const passed = new PassThrough();
    passed.on('data', (chunk: Buffer) => {
      written[name] += chunk.toString('utf8');
    });
    return passed as unknown as CommandIo['stdout'];
  };
  const io = { stdout: stream('out'), stderr: stream('err'), env: {} } as CommandIo;
  return { io, out: () => written.out, err: () => written.err };
}
