import type { LogFile } from '../../../../local/reading/log-file';
import { fetchedAhead } from '../../../../local/reading/places/fetched-ahead';

async function* listOf(files: readonly LogFile[]): AsyncGenerator<LogFile> {
  yield* files;
}

const opened: string[] = [];
beforeEach(() => opened.splice(0));
const file = (name: string, bytes = 10): LogFile => ({
  name,
  bytes,
  async *open() {
    opened.push(name);
    yield Buffer.from(name);
  },
});
const textOf = async (one: LogFile) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of one.open()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

test('small files come in their order, sixteen of them on their way before the first is read', async () => {
  const names = Array.from({ length: 40 }, (_, at) => `file-${at}`);
  const read: string[] = [];
  for await (const one of fetchedAhead(listOf(names.map((name) => file(name))))) {
    if (read.length === 0) expect(opened).toEqual(names.slice(0, 16));
    read.push(await textOf(one));
  }
  expect(read).toEqual(names);
  expect(opened).toEqual(names);
});

test('a large file is fetched when it is read', async () => {
  for await (const one of fetchedAhead(listOf([file('large', 1 << 21)]))) {
    expect(opened).toEqual([]);
    expect(await textOf(one)).toBe('large');
  }
});

test('one that fails does so when it is read, with what came before', async () => {
  const broken: LogFile = {
    name: 'broken',
    bytes: 10,
    async *open() {
      yield Buffer.from('half');
      throw new Error('the connection broke');
    },
  };
  const texts: string[] = [];
  for await (const one of fetchedAhead(listOf([broken, file('next')]))) {
    await textOf(one).then(
      (text) => texts.push(text),
      (error: Error) => texts.push(error.message),
    );
  }
  expect(texts).toEqual(['the connection broke', 'next']);
});

test('what is closed is not opened', async () => {
  const closed: LogFile = { ...file('digest'), closed: { as: 'no-log', reason: 'digest' } };
  for await (const one of fetchedAhead(listOf([closed]))) expect(one).toBe(closed);
  expect(opened).toEqual([]);
});
