/** What a release is made of, as far as it can contradict itself. */
export interface ReleaseFacts {
  /** The git tag, `v1.2.3`. */
  readonly tag: string;
  /** `version` of package.json. */
  readonly version: string;
  /** `version` of package-lock.json's root. */
  readonly lockedVersion: string;
  /** CHANGELOG.md. */
  readonly changelog: string;
}

/** Why this tag can't be released, a sentence each; empty where it can. */
export function releaseProblems({ tag, version, lockedVersion, changelog }: ReleaseFacts): readonly string[] {
  const problems: string[] = [];
  if (tag !== `v${version}`) {
    problems.push(
      `the tag is ${tag}, package.json says ${version}: tag v${version}, or run npm version first`,
    );
  }
  if (lockedVersion !== version) {
    problems.push(
      `package-lock.json says ${lockedVersion}, package.json ${version}: run npm install --package-lock-only`,
    );
  }
  const section = changelog.split(/^## /m).find((text) => text.startsWith(`${version} `));
  if (section === undefined) {
    problems.push(`CHANGELOG.md has no section "## ${version} – <date>"`);
  } else {
    const date = /^\S+ – (.*)$/m.exec(section)?.[1] ?? '';
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) {
      problems.push(`CHANGELOG.md calls ${version} "${date}": write the date of the release, 2026-01-31`);
    }
    if (!/^### Stack updates$/m.test(section)) {
      problems.push(
        `CHANGELOG.md does not say under "### Stack updates" what ${version} replaces in a deployment`,
      );
    }
  }
  return problems;
}
