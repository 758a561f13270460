import { failing } from '../failing';
import type { LogFile } from '../log-file';

/** Objects that are under way at once: a trail is tens of thousands of small ones, each a round trip away. */
const AHEAD = 16;
/** Larger ones are fetched when they are read, so that few bytes are held. */
const SMALL_BYTES = 1 << 20;

/** The same files in the same order, the contents of small ones on their way before they are asked for. */
export async function* fetchedAhead(files: AsyncIterable<LogFile>): AsyncGenerator<LogFile> {
  const list = files[Symbol.asyncIterator]();
  const under: LogFile[] = [];
  let isDone = false;
  try {
    while (!isDone || under.length > 0) {
      while (!isDone && under.length < AHEAD) {
        const next = await list.next();
        if (next.done === true) isDone = true;
        else under.push(fetching(next.value));
      }
      const file = under.shift();
      if (file !== undefined) yield file;
    }
  } finally {
    await list.return?.();
  }
}

function fetching(file: LogFile): LogFile {
  if (file.closed !== undefined || file.bytes === undefined || file.bytes > SMALL_BYTES) return file;
  const chunks: Uint8Array[] = [];
  const fetched = failing(async () => {
    for await (const chunk of file.open()) chunks.push(chunk);
    return undefined;
  });
  return {
    ...file,
    async *open() {
      const fault = await fetched;
      yield* chunks;
      if (fault !== undefined) throw fault;
    },
  };
}
