import { type BuiltBundle, buildBundles, importsOnly } from '../../../bench/bundles/build-bundles';
import { HANDLERS } from '../../../handlers/bundling';

let bundles: readonly BuiltBundle[];
beforeAll(() => {
  bundles = buildBundles();
});

/**
 * Functions that carry the rules over flows, of which SSH's have what was measured of servers and clients with them; and
 * the trail analyzer, which carries the catalogue with the code of all rules: its texts grow with every detection.
 */
const CARRY_THE_CATALOGUE: Readonly<Record<string, number>> = {
  'flow-log-analyzer': 1.6,
  'ssh-campaign-analyzer': 1.62,
  'trail-analyzer': 2.2,
};

/** The others ask the search engine, by no client of AWS. */
const WITH_CLIENTS = HANDLERS.filter((name) => !name.startsWith('search-'));

test.each(HANDLERS.filter((name) => !WITH_CLIENTS.includes(name)))('%s is small without clients', (name) => {
  expect(bundles.find((each) => each.name === name)?.bytes).toBeLessThan(400_000);
});

test.each(WITH_CLIENTS)(
  '%s is at most one and a half times its AWS clients alone, save for the catalogue',
  (name) => {
    const { bytes = Number.NaN, clientsBytes = Number.NaN } =
      bundles.find((each) => each.name === name) ?? {};
    expect(bytes / clientsBytes).toBeLessThanOrEqual(CARRY_THE_CATALOGUE[name] ?? 1.5);
  },
);

test.each(WITH_CLIENTS)('what %s is compared with are real clients', (name) => {
  expect(bundles.find((each) => each.name === name)?.clientsBytes).toBeGreaterThan(200_000);
});

test('only values that are imported from AWS clients count, each once', () => {
  const source = [
    "import { AthenaClient, type Row } from '@aws-sdk/client-athena';",
    "import type { Context } from 'aws-lambda';",
    "import { Logger } from '@aws-lambda-powertools/logger';",
    "import {\n  AthenaClient,\n  StopQueryExecutionCommand,\n} from '@aws-sdk/client-athena';",
  ].join('\n');
  expect(importsOnly([source])).toBe(
    [
      "import { AthenaClient, StopQueryExecutionCommand } from '@aws-sdk/client-athena';",
      'export const used = [AthenaClient, StopQueryExecutionCommand];\n',
    ].join('\n'),
  );
});
