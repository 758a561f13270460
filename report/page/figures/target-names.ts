/** An ARN by what it is of: `task/harbor/5011ea`, `secret:billing`, `sns:alarms`; other names as they are. */
export function readableName(name: string): string {
  const [, service = '', resource = ''] = /^arn:[\w-]+:([\w-]*):[\w-]*:\d*:(.+)$/s.exec(name) ?? [];
  if (resource === '') return name;
  return /[/:]/.test(resource) ? resource : `${service}:${resource}`;
}

/**
 * Names of one thing to the one that says most: records call it `trail main`, findings `main` or by its ARN. A name that
 * might be several things stays itself.
 *
 * @example
 * sameThings(['trail main', 'main', 'user mallory']) // Map { 'main' => 'trail main' }
 */
export function sameThings(names: Iterable<string>): ReadonlyMap<string, string> {
  const all = [...new Set(names)];
  const byName = new Map<string, string[]>();
  for (const name of all) {
    const [, bare] = KIND_AND_NAME.exec(name) ?? [];
    if (bare !== undefined) byName.set(bare, [...(byName.get(bare) ?? []), name]);
  }
  const same = new Map<string, string>();
  for (const name of all) {
    const resource = /^arn:[\w-]+:[\w-]*:[\w-]*:\d*:([\w-]+)[/:](?:.*\/)?([^/]+)$/s.exec(name);
    const [, kind, bare] = resource ?? [undefined, undefined, name];
    const known = (byName.get(bare ?? '') ?? []).filter(
      (each) => kind === undefined || each === `${kind.replaceAll('-', ' ')} ${bare}`,
    );
    const [only, another] = known;
    if (only !== undefined && another === undefined && only !== name) same.set(name, only);
  }
  return same;
}

/** `task definition web`, `trail main`: words of small letters and a name without a space. */
const KIND_AND_NAME = /^(?:[a-z]+ )+(\S+)$/;
