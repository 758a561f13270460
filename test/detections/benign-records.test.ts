import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildCatalogue } from '../../detections/catalogue';
import { alarmsRaised, recordsWithin } from './alarms-raised';

const FOLDER = path.join(__dirname, '../../../shared/data/cloudtrail');

interface BenignSet {
  readonly name: string;
  readonly records: number;
  /** What turns red nonetheless, and why that is right. */
  readonly explained: { readonly [detection: string]: string };
}

const SETS: readonly BenignSet[] = [
  {
    name: 'aws-docs',
    records: 10,
    explained: {
      'ecr-image-pushed-by-outsider': 'the example of the ECR guide is an IAM user who pushes from a shell',
      'ecs-cluster-created': 'the example of the ECS guide is an administrator who makes a cluster',
      'ecs-setting-changed':
        'the FIPS example of the ECS guide is an IAM user who changes an account setting',
    },
  },
  { name: 'grycap-cloudtrail-tracker', records: 142, explained: {} },
  { name: 'logicmonitor-lm-logs-aws', records: 235, explained: {} },
];

const recordsOf = (set: string) =>
  readdirSync(path.join(FOLDER, set))
    .filter((name) => name.endsWith('.json') && name !== 'labels.json')
    .flatMap((name) => recordsWithin(readFileSync(path.join(FOLDER, set, name), 'utf8')));

const whereFolderIs = existsSync(FOLDER) ? describe : describe.skip;

whereFolderIs(
  existsSync(FOLDER)
    ? 'records of ordinary days'
    : 'records of ordinary days: skipped, ../shared/data/cloudtrail is absent',
  () => {
    // Without deploy roles only people count as outsiders; with one that is foreign to the records, every role does.
    describe.each([
      { said: 'no deploy role set', deployRoles: [] },
      {
        said: 'a deploy role that none of them uses',
        deployRoles: ['arn:aws:iam::111122223333:role/deploy'],
      },
    ])('$said', ({ deployRoles }) => {
      const catalogue = buildCatalogue({ deployRoles, homeRegions: [] });

      test.each(SETS)('$name raises only what is explained', ({ name, explained }) => {
        expect(alarmsRaised(catalogue, recordsOf(name)).toSorted()).toEqual(
          Object.keys(explained).toSorted(),
        );
      });

      test('at most one alert comes per hundred records', () => {
        const records = SETS.flatMap(({ name }) => recordsOf(name));
        const alerts = SETS.flatMap(({ name }) => alarmsRaised(catalogue, recordsOf(name)));
        expect(records).toHaveLength(SETS.reduce((sum, set) => sum + set.records, 0));
        expect(alerts.length).toBeLessThanOrEqual(records.length / 100);
      });
    });
  },
);
