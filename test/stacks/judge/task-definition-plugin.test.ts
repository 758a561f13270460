import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { ContainerImage, FargateTaskDefinition, LogDrivers } from 'aws-cdk-lib/aws-ecs';
import {
  TaskDefinitionPlugin,
  type TaskDefinitionPluginProps,
} from '../../../stacks/judge/task-definition-plugin';

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly conclusion: string;
    readonly violations: readonly { readonly ruleName: string; readonly severity: string }[];
    readonly suppressedViolations?: readonly { readonly ruleName: string; readonly reason?: string }[];
  }[];
}

let before: string | undefined;
beforeAll(() => {
  // Other tests switch CDK's own rules off by this; here the framework itself is what is tried.
  before = process.env['CDK_VALIDATION'];
  delete process.env['CDK_VALIDATION'];
  jest.spyOn(console, 'log').mockImplementation(() => {});
  jest.spyOn(console, 'error').mockImplementation(() => {});
});
afterAll(() => {
  if (before !== undefined) process.env['CDK_VALIDATION'] = before;
  process.exitCode = 0;
});

/** What `cdk synth` does with an app of one task: whether it is refused, and what the report holds. */
function synthWith(
  container: { readonly user?: string; readonly isReadOnly: boolean },
  props: TaskDefinitionPluginProps = {},
  acknowledged?: string,
) {
  const outdir = mkdtempSync(path.join(tmpdir(), 'harborwatch-plugin-'));
  process.exitCode = 0;
  const app = new App({
    outdir,
    context: { '@aws-cdk/core:validateAgainstDefaultRules': false },
    // Its rules take half a minute to load, and say nothing of ours.
    builtinCloudFormationValidation: false,
  });
  Validations.of(app).addPlugins(new TaskDefinitionPlugin(props));
  const stack = new Stack(app, 'Web');
  const definition = new FargateTaskDefinition(stack, 'Task');
  definition.addContainer('web', {
    image: ContainerImage.fromRegistry(
      `123456789012.dkr.ecr.eu-west-1.amazonaws.com/web@sha256:${'ab'.repeat(32)}`,
    ),
    readonlyRootFilesystem: container.isReadOnly,
    logging: LogDrivers.awsLogs({ streamPrefix: 'web' }),
    ...(container.user !== undefined && { user: container.user }),
  });
  if (acknowledged !== undefined) {
    Validations.of(definition).acknowledge({ id: `harborwatch::${acknowledged}`, reason: 'an example' });
  }
  let isRefused = false;
  try {
    app.synth();
    isRefused = process.exitCode === 1;
  } catch {
    isRefused = true;
  }
  const report: Report = JSON.parse(readFileSync(path.join(outdir, 'validation-report.json'), 'utf8'));
  rmSync(outdir, { recursive: true });
  process.exitCode = 0;
  const ours = report.pluginReports.find(({ pluginName }) => pluginName === 'harborwatch');
  return {
    isRefused,
    errors: ours?.violations.filter(({ severity }) => severity === 'error').map(({ ruleName }) => ruleName),
    ours,
  };
}

test('a synth with a container as root is refused, and the report names the rule', () => {
  expect(synthWith({ user: 'root', isReadOnly: true })).toMatchObject({
    isRefused: true,
    errors: ['root-user'],
  });
});

test('a synth with low faults alone goes through, and the report has them', () => {
  const { isRefused, errors, ours } = synthWith({ user: '10001', isReadOnly: true });
  expect({ isRefused, errors }).toEqual({ isRefused: false, errors: [] });
  expect(ours?.violations.map(({ ruleName }) => ruleName)).toEqual([
    'capabilities-kept',
    'health-check-missing',
  ]);
});

test('what is acknowledged at the task with a reason is not refused', () => {
  const { isRefused, errors } = synthWith({ user: 'root', isReadOnly: true }, {}, 'root-user');
  expect({ isRefused, errors }).toEqual({ isRefused: false, errors: [] });
});

test('an acknowledgement of another rule refuses as before', () => {
  expect(synthWith({ user: 'root', isReadOnly: true }, {}, 'host-network').isRefused).toBe(true);
});

test('the severity from which it refuses is a choice', () => {
  expect(synthWith({ user: 'root', isReadOnly: true }, { refuseFrom: 'high' }).isRefused).toBe(false);
  expect(synthWith({ user: '10001', isReadOnly: true }, { refuseFrom: 'low' }).isRefused).toBe(true);
});
