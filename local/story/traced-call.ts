import type { CallerKind } from '../../analysis/trail/caller';
import { valueAt } from '../../analysis/trail/json-path';
import { TrailCall } from '../../analysis/trail/trail-call';
import type { JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';

const MOST_CHARACTERS = 80;

/** A call that remembers what a detection's code asked of it, and what it answered. */
export class TracedCall extends TrailCall {
  readonly #asked = new Map<string, string>();
  /** One answer may need another, which the code did not ask for. */
  #depth = 0;

  /** What was asked since the last call of this, in order: `requestParameters.name is "harbor-trail"`. */
  takeAsked(): readonly string[] {
    const asked = [...this.#asked].map(([what, answer]) => `${what} ${answer}`);
    this.#asked.clear();
    return asked;
  }

  override get succeeded(): boolean {
    return this.#note(
      'errorCode',
      () => super.succeeded,
      () => isValue(this.record.errorCode),
    );
  }

  override get refused(): boolean {
    return this.#note(
      'errorCode',
      () => super.refused,
      () => isValue(this.record.errorCode),
    );
  }

  override get caller() {
    return this.#note(
      'the caller',
      () => super.caller,
      (kind) => `is a ${kind}`,
    );
  }

  override isBy(...kinds: readonly CallerKind[]): boolean {
    const answer = () => `is a ${super.caller}, asked for: ${kinds.join(', ')}`;
    return this.#note('the caller', () => super.isBy(...kinds), answer);
  }

  override get knowsDeployRoles(): boolean {
    return this.#note(
      'deployRoles',
      () => super.knowsDeployRoles,
      (is) => (is ? 'are set' : 'are not set'),
    );
  }

  override get ownName(): string | undefined {
    return this.#note('a name of the pipeline itself in the request', () => super.ownName, isValue);
  }

  override get through(): string | undefined {
    return this.#note('userIdentity.invokedBy', () => super.through, isValue);
  }

  override get isThroughService(): boolean {
    return this.#note(
      'userIdentity.invokedBy',
      () => super.isThroughService,
      () => isValue(this.record.userIdentity?.invokedBy),
    );
  }

  override get role(): string | undefined {
    return this.#note('the role', () => super.role, isValue);
  }

  override get session(): string | undefined {
    return this.#note('the session', () => super.session, isValue);
  }

  override get accessKey(): string | undefined {
    return this.#note('userIdentity.accessKeyId', () => super.accessKey, isValue);
  }

  override get address(): string | undefined {
    return this.#note('the address in sourceIPAddress', () => super.address, isValue);
  }

  override value(path: string): JsonValue | undefined {
    return this.#note(path, () => super.value(path), isValue);
  }

  override text(path: string): string | undefined {
    return this.#noteRequest(path, () => super.text(path));
  }

  override texts(path: string): readonly string[] {
    return this.#noteRequest(path, () => super.texts(path));
  }

  override objects(path: string): readonly JsonObject[] {
    return this.#noteRequest(path, () => super.objects(path));
  }

  #noteRequest<T extends JsonValue | undefined | readonly JsonValue[]>(path: string, ask: () => T): T {
    const found = () => valueAt(this.record.requestParameters ?? undefined, path);
    const answer = (value: T) => isValue(path.includes('[]') ? (value as JsonValue) : found());
    return this.#note(`requestParameters.${path}`, ask, answer);
  }

  #note<T>(what: string, ask: () => T, answer: (value: T) => string): T {
    this.#depth += 1;
    try {
      const value = ask();
      if (this.#depth === 1 && !this.#asked.has(what)) this.#asked.set(what, answer(value));
      return value;
    } finally {
      this.#depth -= 1;
    }
  }
}

function isValue(value: JsonValue | readonly JsonValue[] | undefined): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return 'is absent';
  const text = JSON.stringify(value);
  return `is ${text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`}`;
}
