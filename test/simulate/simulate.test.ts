import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Labels } from '../../simulate/labels';
import { OutFolderNotEmptyError, SimulationOptionError, simulate } from '../../simulate/simulate';
import { filesOf, hashOf, textOf } from './files-of';

const TRAIL_KEY =
  /^AWSLogs\/(\d{12})\/CloudTrail\/([a-z]+-[a-z]+-\d)\/(\d{4})\/(\d{2})\/(\d{2})\/\1_CloudTrail_\2_\3\4\5T\d{4}Z_[A-Za-z0-9]{16}\.json\.gz$/;
const FLOW_LOG_KEY =
  /^AWSLogs\/(\d{12})\/vpcflowlogs\/([a-z]+-[a-z]+-\d)\/(\d{4})\/(\d{2})\/(\d{2})\/(\d{2})\/\1_vpcflowlogs_\2_fl-[0-9a-f]{17}_\3\4\5T\6\d{2}Z_[0-9a-f]{8}\.log\.(gz|parquet)$/;
const CONTAINER_LOG_KEY =
  /^AWSLogs\/(\d{12})\/containerlogs\/([a-z]+-[a-z]+-\d)\/(\d{4})\/(\d{2})\/(\d{2})\/(\d{2})\/\1_containerlogs_\2_\3\4\5T\6\d{2}Z_[0-9a-f]{8}\.json\.gz$/;

const scratch = mkdtempSync(path.join(tmpdir(), 'harborwatch-simulate-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const out = (name: string) => path.join(scratch, name);

describe('simulate', () => {
  beforeAll(async () => {
    await simulate('workshop-incident', 7, out('first'), { format: 'both' });
    await simulate('workshop-incident', 7, out('again'), { format: 'both' });
    await simulate('workshop-incident', 8, out('other'));
  });

  test('the same seed gives the same bytes in every file, Parquet included', () => {
    expect(filesOf(out('first')).some((file) => file.endsWith('.log.parquet'))).toBe(true);
    expect(hashOf(out('again'))).toBe(hashOf(out('first')));
  });

  test('another seed gives other names and other records', () => {
    const shared = filesOf(out('other')).filter((file) => existsSync(path.join(out('first'), file)));
    expect(shared).toEqual(['harborwatch.json', 'labels.json']);
  });

  test('files lie under the keys that AWS gives them', () => {
    const logs = filesOf(out('first')).filter((file) => file.startsWith('AWSLogs/'));
    const keys = [TRAIL_KEY, FLOW_LOG_KEY, CONTAINER_LOG_KEY];
    expect(keys.map((key) => logs.some((file) => key.test(file)))).toEqual([true, true, true]);
    const strays = logs.filter((file) => !keys.some((key) => key.test(file)));
    expect(strays).toEqual([]);
    expect(filesOf(out('first')).filter((file) => !file.startsWith('AWSLogs/'))).toEqual([
      'harborwatch.json',
      'labels.json',
    ]);
  });

  test('text is what is delivered unless Parquet is asked for', () => {
    expect(filesOf(out('other')).some((file) => file.endsWith('.log.gz'))).toBe(true);
    expect(filesOf(out('other')).some((file) => file.endsWith('.parquet'))).toBe(false);
  });

  test('trail files hold compact Records whose files come minutes after the calls', () => {
    let records = 0;
    for (const file of filesOf(out('first')).filter((name) => TRAIL_KEY.test(name))) {
      const text = textOf(out('first'), file);
      const { Records } = JSON.parse(text) as { Records: { eventTime: string; eventID: string }[] };
      expect(text.startsWith('{"Records":[{"eventVersion":"1.11","userIdentity":{')).toBe(true);
      const [, stamp = ''] = /_(\d{8}T\d{4})Z_/.exec(file) ?? [];
      const slotEnd = Date.parse(stamp.replace(/(....)(..)(..)T(..)(..)/, '$1-$2-$3T$4:$5:00Z')) + 300_000;
      for (const { eventTime } of Records) expect(Date.parse(eventTime)).toBeLessThan(slotEnd - 60_000);
      records += Records.length;
    }
    expect(records).toBe(labelsIn('first').counts.apiRecords);
  });

  test('no two API records share an event id', () => {
    const ids = filesOf(out('first'))
      .filter((name) => TRAIL_KEY.test(name))
      .flatMap(
        (file) => (JSON.parse(textOf(out('first'), file)) as { Records: { eventID: string }[] }).Records,
      )
      .map(({ eventID }) => eventID);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('labels say who attacked, what must be raised, and when', () => {
    const labels = labelsIn('first');
    expect(labels).toMatchObject({
      scenario: 'workshop-incident',
      seed: 7,
      settings: { baseDay: '2026-11-02', format: 'both' },
      window: { from: '2026-11-02T08:00:00Z', until: '2026-11-02T11:00:00Z' },
    });
    expect(labels.actors).toContainEqual(
      expect.objectContaining({ who: 'arn:aws:iam::111122223333:user/mallory', role: 'attacker' }),
    );
    expect(labels.expected.detections).toContain('ssh-probable-login');
  });

  test('the settings of the fleet lie beside the logs', () => {
    expect(JSON.parse(readFileSync(path.join(out('first'), 'harborwatch.json'), 'utf8'))).toEqual({
      deployRoles: ['arn:aws:iam::111122223333:role/deploy-pipeline'],
      homeRegions: ['eu-west-1'],
      sshPorts: [22],
      trustedCidrs: ['203.0.113.0/25'],
    });
  });

  test('the base day moves every record and nothing else', async () => {
    const summary = await simulate('outbound-ssh', 7, out('moved'), { baseDay: '2027-01-31' });
    expect(summary.window.from).toBe('2027-01-31T04:00:00Z');
    const days = filesOf(out('moved')).flatMap((file) => /\d{4}\/\d{2}\/\d{2}/.exec(file) ?? []);
    expect(new Set(days)).toEqual(new Set(['2027/01/31']));
    const unmoved = await simulate('outbound-ssh', 7, out('unmoved'));
    expect(summary.flowRecords).toBe(unmoved.flowRecords);
  });

  function labelsIn(name: string): Labels {
    return JSON.parse(readFileSync(path.join(out(name), 'labels.json'), 'utf8')) as Labels;
  }
});

describe('simulate refuses, and writes nothing', () => {
  test('a scenario that does not exist', async () => {
    await expect(simulate('rainy-day', 1, out('none'))).rejects.toThrow(
      'no scenario named "rainy-day"; choose one of quiet-day, workshop-incident,',
    );
    expect(existsSync(out('none'))).toBe(false);
  });

  test('a seed that is no whole number', async () => {
    await expect(simulate('quiet-day', 1.5, out('none'))).rejects.toThrow(SimulationOptionError);
    expect(existsSync(out('none'))).toBe(false);
  });

  test('a day that does not exist', async () => {
    await expect(simulate('quiet-day', 1, out('none'), { baseDay: '2 November' })).rejects.toThrow(
      'base day "2 November" is no date; write it as 2026-11-02',
    );
    expect(existsSync(out('none'))).toBe(false);
  });

  test('a folder that already holds something', async () => {
    await simulate('outbound-ssh', 1, out('taken'));
    writeFileSync(path.join(out('taken'), 'mine.txt'), 'mine');
    const before = hashOf(out('taken'));
    await expect(simulate('outbound-ssh', 1, out('taken'))).rejects.toThrow(OutFolderNotEmptyError);
    expect(hashOf(out('taken'))).toBe(before);
  });
});
