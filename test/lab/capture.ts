import { spawn } from 'node:child_process';

/** A tcpdump that could not be started, or that lost packets. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError';
}

export interface Capture {
  /**
   * Ends it and gives the pcap file's bytes.
   *
   * @throws CaptureError when packets were lost.
   */
  readonly end: () => Promise<Buffer>;
  /** Ends it, if it has not ended yet. */
  readonly stop: () => Promise<void>;
}

/** Starts tcpdump on all cables of a network namespace; resolves when it listens. */
export async function startCapture(namespace: string): Promise<Capture> {
  // Real pipes and not the sockets that child_process makes of stdio: where AppArmor confines tcpdump, it may not
  // write to the latter.
  const script = `{ { sh -c 'echo "process $$" >&2; exec ip netns exec ${namespace} tcpdump -i any -n -s 160 -U -w - ip' 2>&4 | cat >&3; } 4>&1 | cat >&2; } 3>&1`;
  const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  let said = '';
  const closed = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('listening on')) resolve();
    });
    closed.then(() => reject(new CaptureError(`tcpdump did not start: ${said.trim()}`)), reject);
  });
  const stop = async () => {
    const [, pid] = /^process (\d+)$/m.exec(said) ?? [];
    if (child.exitCode === null && pid !== undefined) process.kill(Number(pid), 'SIGINT');
    await closed;
  };
  return {
    stop,
    end: async () => {
      await stop();
      if (!said.includes('\n0 packets dropped by kernel')) {
        throw new CaptureError(`the capture is not whole: ${said.trim()}`);
      }
      return Buffer.concat(chunks);
    },
  };
}
