import { parentPort } from 'node:worker_threads';
import { failing } from '../failing';
import { type UnpackedAhead, unpackAhead } from './unpack-ahead';

/** What the worker is asked, and what it answers. */
export interface AheadQuestion {
  readonly number: number;
  readonly path: string;
}

export interface AheadAnswer {
  readonly number: number;
  /** Undefined where the file is to be read in its turn: for its size, or because it cannot be read. */
  readonly unpacked: UnpackedAhead | undefined;
}

/** Smaller buffers are pieces of one that several share. */
const OWN_BYTES = 8192;

parentPort?.on('message', async ({ number, path }: AheadQuestion) => {
  const unpacked = await failing(async () => unpackAhead(path));
  const answer: AheadAnswer = { number, unpacked: unpacked instanceof Error ? undefined : owned(unpacked) };
  parentPort?.postMessage(answer, buffersOf(answer.unpacked));
});

function owned(unpacked: UnpackedAhead | undefined): UnpackedAhead | undefined {
  return unpacked === undefined || unpacked.bytes.length > OWN_BYTES
    ? unpacked
    : { ...unpacked, bytes: Uint8Array.from(unpacked.bytes) };
}

/** What is handed over instead of being copied. */
function buffersOf(unpacked: UnpackedAhead | undefined): ArrayBuffer[] {
  return unpacked === undefined ? [] : [unpacked.bytes.buffer as ArrayBuffer];
}
