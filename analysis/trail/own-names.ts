import type { JsonValue } from '../../records/cloudtrail/cloudtrail-record';

/** Requests hold values of any number and depth, written by anybody. */
const MOST_VALUES = 400;
const MOST_DEPTH = 6;
const LONGEST_NAME = 2_048;

/**
 * Members that say whom a thing tells, or what it is called by people: an alarm of another team that sends to our topic
 * does nothing to it.
 */
const MENTIONS: ReadonlySet<string> = new Set([
  'alarmActions',
  'oKActions',
  'okActions',
  'insufficientDataActions',
  'description',
  'alarmDescription',
  'tags',
  'tagSet',
  'tagKeys',
]);

/**
 * The names and ARNs of what the pipeline is made of, to be found in requests. A name stands for its ARN and URL, and
 * an ARN for its name, since calls take either: `arn:aws:sns:eu-west-1:111122223333:findings` is named by `findings`. A
 * name that ends in `*` stands for all that begin like it.
 */
export class OwnNames {
  readonly #names: ReadonlySet<string>;
  readonly #prefixes: readonly string[];

  constructor(names: readonly string[] = []) {
    this.#prefixes = names
      .filter((name) => name.endsWith('*') && !name.startsWith('arn:'))
      .map((name) => name.slice(0, -1));
    const whole = names.filter((name) => !name.endsWith('*') || name.startsWith('arn:'));
    this.#names = new Set(whole.flatMap((name) => [name, lastName(name)]).filter((name) => name !== ''));
  }

  get isEmpty(): boolean {
    return this.#names.size === 0 && this.#prefixes.length === 0;
  }

  /** The first of them that a request names, as the request wrote it. */
  namedIn(request: JsonValue | null | undefined): string | undefined {
    if (this.isEmpty || request === null || request === undefined) return undefined;
    return this.#find(request, MOST_DEPTH, { left: MOST_VALUES });
  }

  #find(value: JsonValue, depth: number, budget: { left: number }): string | undefined {
    if (typeof value === 'string') return this.#isOwn(value) ? value : undefined;
    if (typeof value !== 'object' || value === null || depth === 0) return undefined;
    for (const [key, item] of Object.entries(value)) {
      budget.left -= 1;
      if (budget.left < 0) return undefined;
      if (item === undefined || MENTIONS.has(key)) continue;
      const found = this.#find(item, depth - 1, budget);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #isOwn(text: string): boolean {
    if (text.length > LONGEST_NAME) return false;
    if (this.#has(text)) return true;
    return /[:/]/.test(text) && this.#has(lastName(text));
  }

  #has(name: string): boolean {
    return this.#names.has(name) || this.#prefixes.some((prefix) => name.startsWith(prefix));
  }
}

/**
 * The name in an ARN or URL; what is neither is its own name.
 *
 * @example
 * lastName('arn:aws:logs:eu-west-1:111122223333:log-group:/harbor/trail:*') // '/harbor/trail'
 * lastName('arn:aws:dynamodb:eu-west-1:111122223333:table/state') // 'state'
 */
export function lastName(text: string): string {
  if (text.startsWith('https://')) return text.split('/').at(-1) ?? text;
  if (!text.startsWith('arn:')) return text;
  const [, , service, , , ...rest] = text.split(':');
  const resource = rest.join(':').replace(/:\*$/, '');
  if (service === 'logs') return /^log-group:(.+?)(?::log-stream:.*)?$/.exec(resource)?.[1] ?? resource;
  if (service === 's3') return resource.split('/')[0] ?? resource;
  // A function carries its version, a subscription its id: the thing itself stands before.
  if (service === 'lambda') return /^function:([^:]+)/.exec(resource)?.[1] ?? resource;
  // stack/NAME/id and changeSet/NAME/id.
  if (service === 'cloudformation') return resource.split('/')[1] ?? resource;
  return resource.split(/[:/]/).at(-1) ?? resource;
}
