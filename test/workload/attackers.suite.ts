import { replay } from '../../local/replay/replay';
import type { TitledFinding } from '../../local/replay/replay-result';
import { mergeSettings } from '../../local/settings/replay-settings';
import { LAB_FORMATS, pcapToFlowLog } from '../lab/pcap-to-flow-log';
import { createLogFolder, flowKey } from '../local/query/query-folder';
import { requirePackages } from './missing-packages';
import {
  CLIENTS,
  type Client,
  GUESSES,
  type Recording,
  recordOpenWorkload,
  SCANNED_PORTS,
  WORKLOAD,
} from './open-workload';

const ENI = 'eni-0a1b2c3d4e5f60718';
const KNOWN = {
  [ENI]: {
    'instance-id': '-',
    'ecs-cluster-name': 'harbor',
    'ecs-service-name': 'login-service',
    'ecs-task-id': '158d1c8083dd49d6b527399fd6414f5c',
  },
};
const FORMATS = ['v2', 'all'] as const;
type Format = (typeof FORMATS)[number];

let recording: Recording;
const flowLogs = new Map<Format, readonly string[]>();
const findings = new Map<Format, readonly TitledFinding[]>();

beforeAll(async () => {
  requirePackages(['tcpdump', 'iproute2', 'ethtool', 'sshpass', 'openssh-client']);
  recording = await recordOpenWorkload();
  for (const format of FORMATS) {
    const flowLog = pcapToFlowLog(recording.pcap, { format, interfaces: { [WORKLOAD]: ENI }, known: KNOWN });
    flowLogs.set(format, flowLog);
    findings.set(format, await judge(flowLog));
  }
}, 600_000);

/** What `harborwatch replay` finds in the flow log. */
async function judge(
  flowLog: readonly string[],
  trustedCidrs: readonly string[] = [],
): Promise<readonly TitledFinding[]> {
  const folder = createLogFolder();
  folder.write(flowKey('2026/11/02/08', 'capture.log.gz'), `${flowLog.join('\n')}\n`);
  const { result } = await replay({ folder: folder.root, settings: mergeSettings({ trustedCidrs }) });
  folder.remove();
  expect(result.read.totals).toMatchObject({ analyzed: flowLog.length - 1, unreadable: 0 });
  return result.findings;
}

/** Ids of what was found about a client, at any severity. */
function foundAbout(client: Client, format: Format): readonly string[] {
  const own = findings.get(format)?.filter(({ source }) => source === CLIENTS[client]) ?? [];
  return own.map(({ detection }) => detection).sort();
}

function evidenceOf(detection: string, client: Client, format: Format) {
  return findings
    .get(format)
    ?.find((finding) => finding.detection === detection && finding.source === CLIENTS[client])?.evidence;
}

const messagesOf = (client: Client, start: string) =>
  recording.log.filter(
    ({ process, message }) =>
      process === 'sshd' &&
      String(message).startsWith(start) &&
      String(message).includes(` from ${CLIENTS[client]} port `),
  );

describe('what sshd says', () => {
  test('every guess was refused', () => {
    expect(messagesOf('guesser', 'Failed password for ')).toHaveLength(GUESSES);
    expect(messagesOf('guesser', 'Accepted ')).toEqual([]);
    expect(messagesOf('intruder', 'Failed password for ')).toHaveLength(12);
    expect(messagesOf('forgetful', 'Failed password for ')).toHaveLength(3);
  });

  test.each<Client>(['intruder', 'owner', 'forgetful'])('the key of %s was accepted', (client) => {
    expect(messagesOf(client, 'Accepted publickey for workshop ')).toHaveLength(1);
  });
});

describe.each(FORMATS)('the flow log in format %s', (format) => {
  test('has records of several windows, none longer than a minute', () => {
    const [header = '', ...lines] = flowLogs.get(format) ?? [];
    expect(header).toBe(LAB_FORMATS[format]);
    const names = header.split(' ');
    const times = lines.map((line) => {
      const values = line.split(' ');
      return { start: Number(values[names.indexOf('start')]), end: Number(values[names.indexOf('end')]) };
    });
    const minutes = (of: 'start' | 'end') => times.map((time) => Math.floor(time[of] / 60));
    expect(new Set(minutes('start')).size).toBeGreaterThanOrEqual(2);
    expect(minutes('end')).toEqual(minutes('start'));
  });

  test('names who guesses passwords a brute force', () => {
    expect(foundAbout('guesser', format)).toEqual([
      'ssh-brute-force',
      'ssh-brute-force-flat',
      'ssh-probe-burst',
    ]);
    expect(evidenceOf('ssh-brute-force', 'guesser', format)).toMatchObject({
      attempts: GUESSES,
      guesses: GUESSES,
    });
  });

  test('names a key login after guesses a probable login, with the packets of the session', () => {
    expect(foundAbout('intruder', format)).toEqual([
      'ssh-brute-force',
      'ssh-brute-force-flat',
      'ssh-probable-login',
      'ssh-probe-burst',
    ]);
    const evidence = evidenceOf('ssh-probable-login', 'intruder', format);
    expect(evidence).toMatchObject({ attempts: 12, sessions: 1 });
    expect(evidence?.['sessionPackets']).toBeGreaterThan(51);
  });

  test('names who tries ports a scan, and nothing else', () => {
    expect(foundAbout('scanner', format)).toEqual(['ssh-vertical-scan']);
    expect(evidenceOf('ssh-vertical-scan', 'scanner', format)).toMatchObject({ ports: SCANNED_PORTS.length });
  });

  test('says nothing about who logs in with his key and works', () => {
    expect(foundAbout('owner', format)).toEqual([]);
  });

  test('says nothing about who mistypes a password three times', () => {
    expect(foundAbout('forgetful', format)).toEqual([]);
  });

  test('says that SSH answers the internet, and to whom', () => {
    const about = findings.get(format)?.filter(({ source }) => source === '*') ?? [];
    expect(about.map(({ detection }) => detection)).toEqual(['ssh-accepted-from-internet']);
    const sources = about[0]?.evidence['sources'];
    expect([...(sources as string[])].sort()).toEqual([CLIENTS.scanner, CLIENTS.intruder, CLIENTS.guesser]);
  });

  test('says nothing about ranges that are trusted', async () => {
    const trusted = await judge(flowLogs.get(format) ?? [], ['203.0.113.0/24']);
    expect(new Set(trusted.map(({ source }) => source))).toEqual(new Set([CLIENTS.scanner]));
  });
});

test('the format with every field names the service, too', () => {
  expect(evidenceOf('ssh-probable-login', 'intruder', 'all')).toMatchObject({
    ecsServices: ['login-service'],
  });
  expect(evidenceOf('ssh-probable-login', 'intruder', 'v2')).not.toHaveProperty('ecsServices');
});
