import { readFolder } from '../../../local/reading/read-folder';
import { folderOfTest, put } from './reading-folder';

const MESSAGES = [
  'Server listening on 0.0.0.0 port 22.',
  'Failed password for root from 203.0.113.7 port 40000 ssh2',
  'Accepted password for root from 203.0.113.7 port 40001 ssh2',
];
const time = (index: number) => `2026-11-02T08:00:0${index}.000Z`;

/** What a sink hears of a file with these lines. */
async function heard(lines: readonly string[]) {
  put('sshd.log', `${lines.join('\n')}\n`);
  const said: string[] = [];
  const report = await readFolder(folderOfTest(), {
    cloudTrail: () => undefined,
    flow: () => undefined,
    window: () => undefined,
    containerLine: (text) => {
      said.push(text);
      return undefined;
    },
  });
  return { said, files: report.files };
}

test.each([
  ['an export of a log group to S3', (message: string, index: number) => `${time(index)} ${message}`],
  ['rsyslog', (message: string, index: number) => `${time(index)} ip-10-0-1-5 sshd[17]: ${message}`],
  [
    'rsyslog, within an export of a log group',
    (message: string, index: number) =>
      `${time(index)} Nov  2 08:00:0${index} ip-10-0-1-5 sshd-auth[17]: ${message}`,
  ],
  [
    'a container that runs dropbear',
    (message: string, index: number) =>
      JSON.stringify({ logged_at: time(index), process: 'dropbear', message }),
  ],
])('lines of a daemon are read from %s', async (_name, form) => {
  const lines = MESSAGES.map(form);
  const { said, files } = await heard(lines);
  expect(said).toEqual(lines);
  expect(files).toMatchObject([{ kind: 'container-log', records: 3, unreadableCount: 0 }]);
});

test('another text with times in front is no log of a daemon', async () => {
  const lines = [`${time(1)} Failed to open a file`, `${time(2)} GET /index.html 200`];
  await expect(heard(lines)).rejects.toThrow('no flow log line');
});
