import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseFilterPattern } from '../../analysis/filter-pattern';
import { buildCatalogue } from '../../detections/catalogue';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';

/** Every ECS record that others published, and everything in the catalogue that it raises. */
const RAISES: { readonly [file: string]: readonly string[] } = {
  'CreateCluster__aws-docs-amazon-ecs-developer-guide': ['ecs-cluster-created'],
  'CreateCluster__cloudtrail-watcher': ['ecs-cluster-created'],
  // The mining incident, in fragments without caller and region: new cluster, huge foreign task, 25 of them in public.
  'CreateCluster__datadog-security-labs-fragment': ['ecs-cluster-created'],
  'RegisterTaskDefinition__datadog-security-labs-fragment': [
    'ecs-task-definition-registered',
    'ecs-foreign-image-defined',
    'ecs-large-task-defined',
    'ecs-hardening-missing',
  ],
  'CreateService__datadog-security-labs-fragment': ['ecs-public-ip-assigned', 'ecs-service-scaled-far-up'],
  // Refused, and a wrong name: neither is a cluster or a service; five such refusals would be a burst.
  CreateCluster__traildiscover: ['ecs-calls-denied-in-bulk', 'cis-cloudwatch-2-unauthorized-calls'],
  CreateService__traildiscover: [],
  'DescribeClusters__logicmonitor-lm-logs-aws': ['ecs-inventory-listed-in-bulk'],
  'DiscoverPollEndpoint__ecscape-blackhat2025-slides': ['ecs-agent-state-forged'],
  'ListClusters__awslabs-kms-lab-readme': ['ecs-inventory-listed-in-bulk'],
  'ListTagsForResource__logicmonitor-lm-logs-aws': ['ecs-inventory-listed-in-bulk'],
  'ListTasks__flaws-cloud-part': [],
  'PutAccountSettingDefault__aws-docs-amazon-ecs-developer-guide': ['ecs-setting-changed'],
  'PutClusterCapacityProviders__sekoia-intake-formats': ['ecs-setting-changed'],
  // A registration of a container instance that its authors renamed; its task definition is not one.
  'RegisterTaskDefinition__sumologic-docs': ['ecs-task-definition-registered'],
};

const FOLDER = path.join(__dirname, '../../../shared/data/ecs/ecs');
const isThere = existsSync(FOLDER);
const PATTERNS = buildCatalogue().flatMap(({ id, detector }) =>
  detector.kind === 'filter' ? [{ id, pattern: parseFilterPattern(detector.pattern) }] : [],
);

(isThere ? describe : describe.skip)(
  `published ECS records${isThere ? '' : ' (skipped: ../shared/data/ecs/ecs is absent)'}`,
  () => {
    test.each(Object.entries(RAISES))('%s', (file, ids) => {
      const record = JSON.parse(readFileSync(path.join(FOLDER, `${file}.json`), 'utf8')) as CloudTrailRecord;
      const raised = PATTERNS.filter(({ pattern }) => pattern.matchesRecord(record)).map(({ id }) => id);
      expect([...raised].sort()).toEqual([...ids].sort());
    });

    test('the mining incident is whole in the composite: both of its parts see one record', () => {
      const { detector } = buildCatalogue().find(({ id }) => id === 'ecs-crypto-mining-suspected') ?? {};
      const parts = detector?.kind === 'composite' ? detector.of : [];
      expect(RAISES['RegisterTaskDefinition__datadog-security-labs-fragment']).toEqual(
        expect.arrayContaining([...parts]),
      );
    });
  },
);
