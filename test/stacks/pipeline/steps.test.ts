import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Step } from '../../../stacks/pipeline/pipeline-names';
import { stepScript } from '../../../stacks/pipeline/step-project';
import { DIGEST, layStandIns, standInVariables } from './stand-ins';

let folder: string;
const file = (name: string) => path.join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pipeline-steps-'));
  layStandIns(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const template = (Resources: object) =>
  writeFileSync(file('templates/WorkloadStack.template.json'), JSON.stringify({ Resources }));

/** Runs a step as CodeBuild and GitHub do; what it said, and what it called. */
function run(step: Step, variables: Readonly<Record<string, string>> = {}) {
  let said = '';
  let status = 0;
  try {
    said = execFileSync('bash', [stepScript(step)], {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
      env: {
        ...standInVariables(folder),
        TEMPLATES: 'templates',
        REPOSITORY: 'shop/login',
        CDK_VERSION: '2.0.0',
        TEST_COMMAND: 'true',
        ...variables,
      },
    });
  } catch (error) {
    const failed = error as { status: number; stderr: string };
    ({ status } = failed);
    said = failed.stderr;
  }
  const calls = existsSync(file('calls')) ? readFileSync(file('calls'), 'utf8').trim().split('\n') : [];
  return { status, said, calls };
}

describe('image', () => {
  test('builds what the templates ask for, and leaves its papers', () => {
    const { status, calls } = run('image', { COMMIT: 'abc', RUN: 'run-1' });
    expect(status).toBe(0);
    expect(calls.some((call) => call.startsWith('docker build --build-arg BASE=public.ecr.aws'))).toBe(true);
    expect(calls).toContain('docker push registry.example.com/shop/login:hardened-0123');
    expect(JSON.parse(readFileSync(file('birth-certificate.json'), 'utf8'))).toEqual({
      repository: 'shop/login',
      tag: 'hardened-0123',
      digest: DIGEST,
      commit: 'abc',
      run: 'run-1',
      scan: 'COMPLETE',
      criticalFindings: 0,
      signature: 'COMPLETE',
    });
    expect(JSON.parse(readFileSync(file('bill-of-materials.json'), 'utf8')).bomFormat).toBe('CycloneDX');
  });

  test('an image that is there is judged again, and not pushed', () => {
    const { status, calls } = run('image', { IS_THERE: 'yes' });
    expect(status).toBe(0);
    expect(calls.filter((call) => /^docker (?:build|push)/.test(call))).toEqual([]);
    expect(calls.some((call) => call.includes('describe-image-scan-findings'))).toBe(true);
  });

  test('a bill of materials is made without network and without the daemon', () => {
    const made = run('image').calls.find((call) => call.startsWith('docker run'));
    expect(made).toContain('--network none');
    expect(made).not.toContain('docker.sock');
  });

  test.each([
    ['one critical finding', { SCAN: 'COMPLETE\\t1' }, '1 critical findings'],
    ['ten of enhanced scanning', { SCAN: 'ACTIVE\\t10' }, '10 critical findings'],
    ['a scan that failed', { SCAN: 'FAILED\\tNone' }, 'ended with FAILED'],
    ['an image that cannot be scanned', { SCAN: 'UNSUPPORTED_IMAGE\\tNone' }, 'ended with UNSUPPORTED_IMAGE'],
    ['a scan that does not end', { SCAN: 'IN_PROGRESS\\tNone' }, 'was not over after 6 looks'],
    ['an answer that lacks the count', { SCAN: 'COMPLETE' }, 'did not say how many'],
    ['no signature', { SIGNATURE: '' }, 'is not signed (no signature)'],
    ['a signature that failed', { SIGNATURE: 'COMPLETE\tFAILED' }, 'could not sign'],
    ['one that does not come', { SIGNATURE: 'IN_PROGRESS' }, 'is not signed (IN_PROGRESS)'],
    ['no repository', { NO_REPOSITORY: 'yes' }, 'there is no repository shop/login'],
  ])('%s stops the pipeline, with a sentence', (_, variables, sentence) => {
    const { status, said } = run('image', variables);
    expect(status).not.toBe(0);
    expect(said).toContain(`stopped: `);
    expect(said).toContain(sentence);
    expect(existsSync(file('birth-certificate.json'))).toBe(false);
  });

  test('findings that are not critical do not', () => {
    expect(run('image', { SCAN: 'ACTIVE\\t0' }).status).toBe(0);
  });

  test('templates without an image are said', () => {
    template({});
    expect(run('image').said).toContain('no template in templates asks for an image');
  });
});

describe('check', () => {
  test('makes no templates of what fails its tests', () => {
    const { status, calls } = run('check', { TEST_COMMAND: 'false; true' });
    expect(status).not.toBe(0);
    expect(calls.some((call) => call.includes('cdk synth'))).toBe(false);
    expect(run('check').calls.at(-1)).toBe('npx cdk synth --quiet --output cdk.out');
  });
});

/** What the review says of the templates. */
function shown(): string {
  run('review');
  return readFileSync(file('templates-digest.txt'), 'utf8').trim();
}

describe('deploy', () => {
  test('deploys every stack but the pipeline itself, with a change set, from what was shown', () => {
    expect(run('deploy', { RUN_NUMBER: '7', SHOWN_DIGEST: shown() }).calls.slice(-2)).toEqual([
      'npm install --global --ignore-scripts --no-audit --no-fund aws-cdk@2.0.0',
      'cdk deploy --app templates --require-approval never --progress events --method=change-set --change-set-name pipeline-7 NetworkStack DashboardStack',
    ]);
  });

  test.each([
    ['changed', () => template({ Other: { Type: 'AWS::IAM::Role' } })],
    ['added to', () => writeFileSync(file('templates/more.template.json'), '{}')],
  ])('what was %s after it was shown is not deployed', (_, change) => {
    const SHOWN_DIGEST = shown();
    change();
    const { status, said, calls } = run('deploy', { SHOWN_DIGEST });
    expect(status).not.toBe(0);
    expect(said).toContain('are not those that were shown');
    expect(calls.some((call) => call.startsWith('cdk deploy'))).toBe(false);
  });

  test('nothing to deploy is no success', () => {
    writeFileSync(file('templates/manifest.json'), JSON.stringify({ artifacts: {} }));
    const { status, said } = run('deploy', { SHOWN_DIGEST: shown() });
    expect(status).not.toBe(0);
    expect(said).toContain('no stack in templates');
  });
});

test('the review compares templates, since more takes the right to deploy; and it fails when the comparison does', () => {
  expect(run('review').calls.at(-1)).toBe('cdk diff --app templates --method=template --no-color');
  writeFileSync(file('bin/cdk'), '#!/bin/sh\nexit 1', { mode: 0o755 });
  expect(run('review').status).not.toBe(0);
});
