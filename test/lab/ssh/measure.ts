import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startCapture } from '../capture';
import { createLabNetwork } from '../lab-network';
import { pcapToFlowLog } from '../pcap-to-flow-log';
import { readPcap } from '../read-pcap';
import { compareSshLabs, middleOfEach, readSshLab } from './compare-ssh-labs';
import { type Measured, renderSshLab } from './render-ssh-lab';

const [cache = '', ...flags] = process.argv.slice(2);
const SPEAKERS = path.join(__dirname, 'speakers');
const PAGE = path.join(__dirname, '../../../docs/ssh-lab.md');
const SERVERS_AT = '10.99.0.1';
const CLIENT_AT = '10.99.0.2';
const FIRST_PORT = 2_201;
const HEADER_LENGTH = 52;
const SYN = 2;
/** A busy machine makes TCP send again, or cuts a connection off: of three the middle one counts. */
const ROUNDS = 3;
/** Nobody needs longer; what hangs is ended and shown as missing. */
const MOST_SECONDS = 25;
const work = mkdtempSync(path.join(tmpdir(), 'lab-ssh-'));

type Command = readonly [program: string, ...words: string[]];

const python = path.join(cache, 'python/bin/python');
const node2 = ['env', `NODE_PATH=${path.join(cache, 'node/node_modules')}`, process.execPath] as const;
const goSpeaker = path.join(cache, 'go-speaker');
const dropbear = path.join(cache, 'dropbear/usr');
const libraries = `LD_LIBRARY_PATH=${spawnSync('sh', ['-c', `ls -d ${dropbear}/lib/*/`], { encoding: 'utf8' })
  .stdout.trim()
  .split('\n')
  .join(':')}`;

const speaker = (name: string) => path.join(SPEAKERS, name);
/** Only these processes see a user `lab` with the password `right`. */
const withUser = (command: string): Command => [
  'unshare',
  '--mount',
  'sh',
  '-c',
  `mount --bind ${work}/passwd /etc/passwd && mount --bind ${work}/shadow /etc/shadow && exec ${command}`,
];

const SERVERS: Readonly<Record<string, (port: number) => Command>> = {
  [openSshVersion()]: (port) =>
    withUser(
      `/usr/sbin/sshd -D -e -f /dev/null -p ${port} -h ${work}/rsa -h ${work}/ecdsa -h ${work}/ed25519 -o UsePAM=no -o PasswordAuthentication=yes -o MaxStartups=100 -o PidFile=none`,
    ),
  [dropbearVersion()]: (port) =>
    withUser(
      `env ${libraries} ${dropbear}/sbin/dropbear -F -E -p ${SERVERS_AT}:${port} -r ${work}/dropbear_ed25519 -r ${work}/dropbear_rsa -P ${work}/dropbear.pid`,
    ),
  'Go x/crypto 0.59': (port) => [goSpeaker, 'serve', `${port}`],
  'paramiko 5.1.0': (port) => [python, speaker('paramiko_speaker.py'), 'serve', `${port}`],
  'AsyncSSH 2.24.1': (port) => [python, speaker('asyncssh_speaker.py'), 'serve', `${port}`],
  'node ssh2 1.17.0': (port) => [...node2, speaker('ssh2-speaker.cjs'), 'serve', `${port}`],
};

type Connect = (port: number, password: string) => Command;
const to = (port: number, password: string) => [SERVERS_AT, `${port}`, password] as const;
const CLIENTS: Readonly<Record<string, Connect>> = {
  [openSshVersion()]: (port, password) => [
    'sshpass',
    '-p',
    password,
    'ssh',
    ...[
      '-F',
      'none',
      '-p',
      `${port}`,
      '-o',
      'StrictHostKeyChecking=no',
      '-o',
      'UserKnownHostsFile=/dev/null',
    ],
    ...[
      '-o',
      'PreferredAuthentications=password',
      '-o',
      'NumberOfPasswordPrompts=1',
      '-o',
      'PubkeyAuthentication=no',
    ],
    `lab@${SERVERS_AT}`,
    'id',
  ],
  'Go x/crypto 0.59': (port, password) => [goSpeaker, 'connect', ...to(port, password)],
  'paramiko 5.1.0': (port, password) => [
    python,
    speaker('paramiko_speaker.py'),
    'connect',
    ...to(port, password),
  ],
  'AsyncSSH 2.24.1': (port, password) => [
    python,
    speaker('asyncssh_speaker.py'),
    'connect',
    ...to(port, password),
  ],
  'node ssh2 1.17.0': (port, password) => [
    ...node2,
    speaker('ssh2-speaker.cjs'),
    'connect',
    ...to(port, password),
  ],
};

function openSshVersion(): string {
  return `OpenSSH ${/OpenSSH_([\w.]+)/.exec(spawnSync('ssh', ['-V'], { encoding: 'utf8' }).stderr)?.[1] ?? '?'}`;
}

function dropbearVersion(): string {
  const { stderr } = spawnSync('env', [libraries, `${dropbear}/sbin/dropbear`, '-V'], { encoding: 'utf8' });
  return `dropbear ${/v([\d.]+)/.exec(stderr)?.[1] ?? '?'}`;
}

function prepare(): void {
  const hash = spawnSync('openssl', ['passwd', '-6', 'right'], { encoding: 'utf8' }).stdout.trim();
  const passwd = readFileSync('/etc/passwd', 'utf8');
  writeFileSync(`${work}/passwd`, `${passwd}lab:x:64999:64999::/tmp:/bin/sh\n`);
  writeFileSync(`${work}/shadow`, `${readFileSync('/etc/shadow', 'utf8')}lab:${hash}:20000:0:99999:7:::\n`, {
    mode: 0o640,
  });
  for (const kind of ['rsa', 'ecdsa', 'ed25519']) {
    spawnSync('ssh-keygen', ['-q', '-t', kind, '-N', '', '-f', `${work}/${kind}`]);
  }
  for (const kind of ['ed25519', 'rsa']) {
    const file = `${work}/dropbear_${kind}`;
    spawnSync('env', [libraries, `${dropbear}/bin/dropbearkey`, '-t', kind, '-f', file]);
  }
  mkdirSync('/run/sshd', { recursive: true });
}

/** Somebody ended the lab before it was done. */
class LabEndedError extends Error {
  override readonly name = 'LabEndedError';
}

let isEnded = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Servers and namespaces go with the run that made them.
  process.on(signal, () => {
    isEnded = true;
  });
}

interface Run {
  readonly server: string;
  readonly client: string;
  readonly outcome: 'refused' | 'letIn';
  readonly port: number;
  readonly from: number;
  readonly until: number;
}

async function measure(): Promise<readonly Measured[]> {
  prepare();
  const network = createLabNetwork(SERVERS_AT, { client: CLIENT_AT });
  const started: ReturnType<typeof spawn>[] = [];
  const inside = (host: string, command: Command) => ['netns', 'exec', network.namespaceOf(host), ...command];
  try {
    const servers = Object.entries(SERVERS).map(([server, commandOf], index) => {
      const port = FIRST_PORT + index;
      started.push(spawn('ip', inside('hub', commandOf(port)), { stdio: 'ignore', detached: true }));
      return { server, port };
    });
    // Until all of them listen: a client that comes too early would be measured as a refusal of the port.
    await pause(6_000);
    const capture = await startCapture(network.namespaceOf('client'));
    const runs: Run[] = [];
    for (const { server, port } of servers) {
      for (const [client, commandOf] of Object.entries(CLIENTS)) {
        if (isEnded) throw new LabEndedError('the lab was ended from outside; nothing was written');
        for (const outcome of ['refused', 'letIn'] as const) {
          for (let round = 0; round < ROUNDS; round += 1) {
            const from = Date.now() / 1_000;
            spawnSync('ip', inside('client', commandOf(port, outcome === 'letIn' ? 'right' : 'wrong')), {
              stdio: 'ignore',
              timeout: MOST_SECONDS * 1_000,
            });
            await pause(150);
            runs.push({ server, client, outcome, port, from, until: Date.now() / 1_000 });
          }
        }
      }
    }
    return middleOfEach(sizesOf(await capture.end(), runs));
  } finally {
    for (const { pid } of started) if (pid !== undefined) endGroup(pid);
    network.remove();
    rmSync(work, { recursive: true, force: true });
  }
}

/** Each was started as the leader of a group of its own. */
function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** One record for each direction of each connection, since windows are as long as the whole run. */
function sizesOf(pcap: Buffer, runs: readonly Run[]): Measured[] {
  const interfaces = { [CLIENT_AT]: 'eni-0123456789abcdef0' };
  const [header = '', ...lines] = pcapToFlowLog(pcap, { format: 'v5', interfaces, windowSeconds: 2 ** 31 });
  const at = (name: string) => header.split(' ').indexOf(name);
  const records = lines.map((line) => line.split(' '));
  const packets = readPcap(pcap);
  const number = (record: readonly string[], name: string) => Number(record[at(name)]);
  return runs.flatMap(({ server, client, outcome, port, from, until }) => {
    // Flow logs count in seconds; the capture knows which connection began during this run.
    const opening = packets.find(
      ({ at: sentAt, destinationPort, flags }) =>
        destinationPort === port && flags === SYN && sentAt >= from && sentAt <= until,
    );
    const own = records.find(
      (record) => number(record, 'dstport') === port && number(record, 'srcport') === opening?.sourcePort,
    );
    if (own === undefined) return [];
    const reply = records.find(
      (record) => number(record, 'srcport') === port && record[at('dstport')] === own[at('srcport')],
    );
    const payload = (record: readonly string[] | undefined) =>
      record === undefined ? 0 : number(record, 'bytes') - HEADER_LENGTH * number(record, 'packets');
    return [
      {
        ...{ server, client, outcome },
        packets: number(own, 'packets'),
        payload: payload(own),
        replyPackets: reply === undefined ? 0 : number(reply, 'packets'),
        replyPayload: payload(reply),
      },
    ];
  });
}

async function main(): Promise<void> {
  const measured = await measure();
  const missing = Object.keys(SERVERS).length * Object.keys(CLIENTS).length * 2 - measured.length;
  const moved = compareSshLabs(readSshLab(readFileSync(PAGE, 'utf8')), measured);
  if (flags.includes('--write')) writeFileSync(PAGE, renderSshLab(measured));
  else process.stdout.write(renderSshLab(measured));
  const alike = measured.filter(({ outcome }) => outcome === 'refused').length;
  process.stderr.write(`${measured.length} connections measured (${alike} refused), ${missing} not seen\n`);
  for (const each of moved) process.stderr.write(`moved: ${each}\n`);
  if (moved.length > 0 && !flags.includes('--write')) {
    process.stderr.write(
      `${moved.length} sizes are not those of docs/ssh-lab.md: look whether the analyzers still tell refusals from logins (the line with "told clearly"), add what is new to analysis/ssh/series/known-sizes.ts, and write the page with \`npm run lab:ssh -- --write\`\n`,
    );
    process.exitCode = 1;
  }
  if (measured.length === 0) process.exitCode = 1;
}

void main();
