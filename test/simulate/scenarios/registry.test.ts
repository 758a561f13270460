import { readdirSync } from 'node:fs';
import path from 'node:path';
import { buildCatalogue } from '../../../detections/catalogue';
import { findScenario, SCENARIOS, UnknownScenarioError } from '../../../simulate/scenarios/registry';
import { FLEET_SETTINGS } from '../../../simulate/simulate';

describe('scenarios', () => {
  test('what is normal, the incidents, their harmless twins, in reading order', () => {
    expect(SCENARIOS.map(({ name }) => name)).toEqual([
      'quiet-day',
      'workshop-incident',
      'ssh-brute-force',
      'ssh-slow-campaign',
      'ssh-flood',
      'port-opened-then-probed',
      'outbound-ssh',
      'exec-abuse',
      'crypto-mining',
      'log-tampering',
      'hidden-schedule',
      'stolen-task-role',
      'organization-blinded',
      'supply-chain-push',
      'sso-insider',
      'slow-theft',
      'hidden-schedule-twin',
      'stolen-task-role-twin',
      'organization-blinded-twin',
      'supply-chain-push-twin',
      'sso-insider-twin',
      'slow-theft-twin',
      'quiet-month',
    ]);
  });

  test('each has a file of its name', () => {
    const files = readdirSync(path.join(__dirname, '../../../simulate/scenarios'));
    for (const { name } of SCENARIOS) expect(files).toContain(`${name}.ts`);
  });

  test.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    '%s expects only detections that the catalogue has, those above low apart from the low ones',
    (_name, { expected, expectedLow = [] }) => {
      const severities = new Map(buildCatalogue(FLEET_SETTINGS).map(({ id, severity }) => [id, severity]));
      const isAboveLow = (id: string) => severities.has(id) && severities.get(id) !== 'low';
      expect(expected.filter((id) => !isAboveLow(id))).toEqual([]);
      expect(expectedLow.filter((id) => !severities.has(id))).toEqual([]);
    },
  );

  test('every incident expects something; the quiet times and the twins nothing', () => {
    const isHarmless = (name: string) => name.startsWith('quiet-') || name.endsWith('-twin');
    for (const { name, expected } of SCENARIOS)
      expect([name, expected.length === 0]).toEqual([name, isHarmless(name)]);
  });

  test('an unknown name is answered with the known ones', () => {
    expect(() => findScenario('quiet')).toThrow(UnknownScenarioError);
    expect(() => findScenario('quiet')).toThrow('choose one of quiet-day, workshop-incident');
  });
});
