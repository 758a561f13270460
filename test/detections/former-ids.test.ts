import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { formerIdsIn } from '../../deployment/silences';
import { buildCatalogue } from '../../detections/catalogue';
import { readCustomFiles } from '../../detections/custom/read-files';
import { FORMER_IDS, presentId } from '../../detections/former-ids';
import { findSettings } from '../../local/settings/find-settings';
import { readSettings } from '../../stacks/config';
import { synth } from '../stacks/synth';
import { COMMON } from '../stacks/variants';

const CATALOGUE = buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] });
const SENTENCE =
  'names trail-halted, which is called trail-stopped now and is taken for it; write the new id';
const ABOUT = { owner: 'ops', reason: 'being rebuilt', expires: '2099-12-31' };
const SILENCES = {
  suppressions: [{ detection: 'trail-halted', ...ABOUT }],
  muteWindows: [
    {
      ...{ name: 'rebuild', detections: ['trail-halted', 'trail-stopped'] },
      ...{ schedule: 'cron(0 20 * * TUE)', duration: 'PT2H', ...ABOUT },
    },
  ],
};

test('no former id is one of today, and each leads to one of today', () => {
  const ids = CATALOGUE.map(({ id }) => id);
  for (const [former, present] of Object.entries(FORMER_IDS)) {
    expect(ids).not.toContain(former);
    expect(ids).toContain(present);
  }
  expect(presentId('constructor')).toBe('constructor');
});

describe('after a detection was renamed', () => {
  const table = FORMER_IDS as Record<string, string>;
  beforeAll(() => {
    table['trail-halted'] = 'trail-stopped';
  });
  afterAll(() => {
    delete table['trail-halted'];
  });

  test('suppressions and mute windows of a replay keep their effect, and the new id is told', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-former-'));
    try {
      const file = path.join(folder, 'settings.json');
      writeFileSync(file, JSON.stringify(SILENCES));
      const { given, notes } = await findSettings(folder, file);
      expect(given.suppressions?.map(({ detection }) => detection)).toEqual(['trail-stopped']);
      expect(given.muteWindows?.map(({ detections }) => detections)).toEqual([['trail-stopped']]);
      expect(notes).toEqual([`${file}: suppressions[0] ${SENTENCE}`, `${file}: muteWindows[0] ${SENTENCE}`]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('those of a deployment, too, and synth tells it', () => {
    const { suppressions, muteWindows } = readSettings({ ...COMMON, ...SILENCES });
    expect(suppressions.map(({ detection }) => detection)).toEqual(['trail-stopped']);
    expect(muteWindows.map(({ detections }) => detections)).toEqual([['trail-stopped']]);
    const stack = synth({ ...SILENCES, suppressions: JSON.stringify(SILENCES.suppressions) }).stack(
      'detection',
    );
    const told = Annotations.fromStack(stack).findInfo('*', Match.stringLikeRegexp('trail-halted'));
    expect(told.map(({ entry }) => String(entry.data).replace(/ \[ack.*/, ''))).toEqual([
      `suppressions[0] ${SENTENCE}`,
      `muteWindows[0] ${SENTENCE}`,
    ]);
  });

  test('a change of it is one of the present detection, told with its line; the id is not free', () => {
    const change = 'change: trail-halted\nseverity: low\nreason: known\n';
    const { changes, notes, problems } = readCustomFiles([{ name: 'own.yml', text: change }], CATALOGUE);
    expect(problems).toEqual([]);
    expect(changes).toMatchObject([{ change: 'trail-stopped', severity: 'low' }]);
    expect(notes).toEqual([{ file: 'own.yml', line: 1, message: `change ${SENTENCE}` }]);
    const twice = `${change}---\n${change.replace('halted', 'stopped')}`;
    expect(readCustomFiles([{ name: 'own.yml', text: twice }], CATALOGUE).problems).toHaveLength(1);
  });

  test.each([undefined, null, 7, { suppressions: [null, 7, { detection: 7 }], muteWindows: {} }])(
    'settings that are none (%j) name nothing',
    (given) => expect(formerIdsIn(given)).toEqual([]),
  );
});
