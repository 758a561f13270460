import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Of the image that the registry says it has. */
export const DIGEST = `sha256:${'d'.repeat(64)}`;

/** Stand-ins that write down how they are called: there is no Docker here, no registry and no account. */
const DOCKER = `#!/bin/sh
echo "docker $*" >>"$CALLS"
case "$*" in
  login*) cat >/dev/null ;;
  "pull --quiet registry.example.com"*) [ -n "$IS_THERE" ] ;;
  *RepoDigests*) echo "public.ecr.aws/docker/library/debian@sha256:base" ;;
  run*) echo '{"bomFormat":"CycloneDX"}' ;;
esac`;
const AWS = `#!/bin/sh
echo "aws $*" >>"$CALLS"
look=$(cat "$LOOKS" 2>/dev/null || echo 0)
case "$*" in
  "ecr get-login-password"*) echo password ;;
  "ecr describe-repositories"*) [ -z "$NO_REPOSITORY" ] && echo registry.example.com/shop/login ;;
  "ecr describe-images"*) echo "${DIGEST}" ;;
  "ecr describe-image-scan-findings"*)
    echo $((look + 1)) >"$LOOKS"
    [ "$look" -lt 1 ] && { echo "ScanNotFoundException" >&2; exit 254; }
    [ "$look" -lt "\${SCANNED_AFTER:-1}" ] && { printf 'IN_PROGRESS\\tNone\\n'; exit; }
    printf '%b\\n' "$SCAN" ;;
  "ecr describe-image-signing-status"*) printf '%s\\n' "$SIGNATURE" ;;
esac`;
const CLI = `#!/bin/sh
echo "$(basename "$0") $*" >>"$CALLS"`;
const NPM = `${CLI}
case "$*" in test*) [ -z "$TESTS_FAIL" ] ;; esac`;
const NPX = `${CLI}
case "$*" in *"--output cdk.out") mkdir -p cdk.out && cp -r "$SYNTHESIZED/." cdk.out ;; esac`;

/** Puts the programs into `bin`, a Dockerfile, and what a synth would write into `templates`. */
export function layStandIns(folder: string): void {
  const file = (name: string) => path.join(folder, name);
  for (const name of ['bin', 'workload', 'templates']) mkdirSync(file(name));
  const commands = { docker: DOCKER, aws: AWS, npm: NPM, npx: NPX, cdk: CLI };
  for (const [name, text] of Object.entries(commands)) {
    writeFileSync(file(`bin/${name}`), text, { mode: 0o755 });
  }
  writeFileSync(file('workload/Dockerfile'), 'ARG BASE=debian:12\nFROM $BASE\n');
  const image = {
    Type: 'Custom::WorkloadImage',
    Properties: { ImageTag: 'hardened-0123', Stage: 'hardened' },
  };
  writeFileSync(
    file('templates/WorkloadStack.template.json'),
    JSON.stringify({ Resources: { Image: image } }),
  );
  const stack = { type: 'aws:cloudformation:stack' };
  const artifacts = {
    NetworkStack: stack,
    'NetworkStack.assets': { type: 'cdk:asset-manifest' },
    PipelineStack: stack,
    DashboardStack: stack,
  };
  writeFileSync(file('templates/manifest.json'), JSON.stringify({ artifacts }));
}

/** What the stand-ins read, and an image that is scanned and signed at once. */
export function standInVariables(folder: string): Readonly<Record<string, string>> {
  const file = (name: string) => path.join(folder, name);
  return {
    PATH: `${file('bin')}:${process.env['PATH'] ?? ''}`,
    CALLS: file('calls'),
    LOOKS: file('looks'),
    SYNTHESIZED: file('templates'),
    PAUSE_SECONDS: '0',
    PATIENCE: '6',
    SCAN: 'COMPLETE\\tNone',
    SIGNATURE: 'COMPLETE',
  };
}
