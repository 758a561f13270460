import { parseImage } from '../../analysis/task-definition/image';
import type { CloudTrailRecord, JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { isJsonObject } from '../../records/cloudtrail/cloudtrail-record';
import type { TaskEvent } from '../../records/containers/task-event';

/** Deployments and definitions of an account that are remembered; whoever writes logs can make up any number. */
const MOST_KEPT = 10_000;

interface Definition {
  readonly images: readonly string[];
  readonly taskRole: string | undefined;
  readonly executionRole: string | undefined;
  readonly by: string;
}

interface Rollout {
  readonly at: number;
  readonly definition: string;
  readonly by: string;
}

/**
 * What one task is, joined from all that speaks of it: calls that started it, rolled its service out, defined it and pushed
 * its image, its own calls, and ECS's word of its state.
 */
export class TaskFacts {
  readonly #tasks: ReadonlySet<string>;
  readonly #definitions = new Map<string, Definition>();
  readonly #rollouts = new Map<string, Rollout[]>();
  /** Who pushed an image, by `repository:tag` and by digest. */
  readonly #pushes = new Map<string, { readonly by: string; readonly digest: string | undefined }>();
  /** Digests that somebody scanned, or whose findings somebody read. */
  readonly #scanned = new Set<string>();
  /** Digests that a signature was pushed for, as cosign names it: `sha256-….sig`. */
  readonly #signed = new Set<string>();
  readonly #said = new Set<string>();
  /** What is said of an image, and by what a push of it is found; by what it is said of. */
  readonly #pulled = new Map<string, string>();
  readonly #containers = new Map<string, { readonly text: string; readonly image: string }>();
  #definition: string | undefined;
  #service: string | undefined;
  #first = Number.POSITIVE_INFINITY;

  constructor(tasks: ReadonlySet<string>) {
    this.#tasks = tasks;
  }

  /** What flows and lines of containers say: whose task it is, and when it was there. */
  seen(at: number, service: string | undefined): void {
    if (at < this.#first) this.#first = at;
    this.#service ??= service;
  }

  /** A call that the task made, or that names it. */
  ofTask(record: CloudTrailRecord, at: number, identity: string): void {
    const { eventName, requestParameters: request, responseElements: response, userIdentity } = record;
    if (record.errorCode !== undefined) return;
    const [, role, session = ''] = /:assumed-role\/([^/]+)\/(.+)$/.exec(userIdentity?.arn ?? '') ?? [];
    if (this.#tasks.has(session)) {
      this.seen(at, undefined);
      this.#said.add(`calls with role ${role}`);
      if (eventName === 'BatchGetImage') this.#pull(request);
      return;
    }
    if (eventName === 'ExecuteCommand') this.#said.add(`a shell was opened in it by ${identity}`);
    if (eventName === 'StopTask') this.#said.add(`stopped by ${identity}`);
    if (eventName !== 'RunTask' && eventName !== 'StartTask') return;
    const own = objectsOf(response?.['tasks']).find(({ taskArn }) =>
      this.#tasks.has(lastPart(taskArn) ?? ''),
    );
    this.#definition = lastPart(own?.['taskDefinitionArn']) ?? lastPart(request?.['taskDefinition']);
    const from = this.#definition === undefined ? '' : ` from task definition ${this.#definition}`;
    this.#said.add(`started by ${identity}${from}`);
    for (const container of objectsOf(own?.['containers'])) this.#container(container);
  }

  /** A call about what tasks are made from, whoever's. */
  ofDeployment(record: CloudTrailRecord, at: number, identity: () => string): void {
    const { eventSource, eventName, requestParameters: request, responseElements: response } = record;
    if (record.errorCode !== undefined) return;
    if (eventSource === 'ecr.amazonaws.com' && eventName === 'PutImage')
      this.#push(request, response, identity());
    if (eventName === 'StartImageScan' || eventName === 'DescribeImageScanFindings') this.#scan(request);
    if (eventSource !== 'ecs.amazonaws.com') return;
    if (eventName === 'RegisterTaskDefinition') this.#define(request, response, identity());
    if (eventName !== 'UpdateService' && eventName !== 'CreateService') return;
    const service = textOf(request?.['service'] ?? request?.['serviceName'])
      ?.split('/')
      .at(-1);
    const definition = lastPart(request?.['taskDefinition']);
    if (service === undefined || definition === undefined) return;
    const rollouts = this.#rollouts.get(service) ?? [];
    if (rollouts.length >= MOST_KEPT || this.#rollouts.size >= MOST_KEPT) return;
    rollouts.push({ at, definition, by: identity() });
    this.#rollouts.set(service, rollouts);
  }

  event(event: TaskEvent, at: number): void {
    this.seen(at, event.service);
    this.#definition = event.definition ?? this.#definition;
    if (event.startedBy !== undefined) this.#said.add(`started by ${event.startedBy}, says ECS`);
    if (event.stoppedReason !== undefined) this.#said.add(`stopped: ${event.stoppedReason}`);
    for (const { name, image, digest } of event.containers) {
      if (image !== undefined) this.#name(name, image, digest);
    }
  }

  /** One sentence each, what it runs first. */
  list(): readonly string[] {
    const rollout = this.#definition === undefined ? this.#rolloutOf() : undefined;
    const name = this.#definition ?? rollout?.definition;
    const definition = name === undefined ? undefined : this.#definitions.get(name);
    const images = [...this.#containers.values()].map(({ text, image }) => this.#withPush(text, image));
    const others = [
      ...(definition?.images ?? []).map((image) =>
        this.#withPush(`its definition names image ${image}`, image),
      ),
      ...[...this.#pulled].map(([text, image]) => this.#withPush(text, image)),
    ];
    return [
      ...(images.length > 0 ? images : others).slice(0, MOST_IMAGES),
      ...(this.#service === undefined ? [] : [`of service ${this.#service}`]),
      ...(rollout === undefined
        ? []
        : [`its service was rolled out from task definition ${rollout.definition} by ${rollout.by}`]),
      ...(definition === undefined ? [] : [`task definition ${name} was registered by ${definition.by}`]),
      ...(definition?.taskRole === undefined ? [] : [`its task role is ${definition.taskRole}`]),
      ...(definition?.executionRole === undefined
        ? []
        : [`its execution role is ${definition.executionRole}`]),
      ...this.#said,
    ];
  }

  /** The last one before it was there, of the service that it belongs to. */
  #rolloutOf(): Rollout | undefined {
    return (this.#rollouts.get(this.#service ?? '') ?? [])
      .filter(({ at }) => at <= this.#first)
      .sort((one, other) => other.at - one.at)[0];
  }

  #pull(request: JsonObject | null | undefined): void {
    const repository = textOf(request?.['repositoryName']);
    if (repository === undefined) return;
    const ids = objectsOf(request?.['imageIds']);
    if (ids.length === 0) this.#pulled.set(`its image is from repository ${repository}`, '');
    for (const { imageTag, imageDigest } of ids) {
      const tag = textOf(imageTag);
      const digest = textOf(imageDigest);
      const image = `${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
      const pushed = tag === undefined ? (digest ?? '') : `${repository}:${tag}`;
      this.#pulled.set(`its image is from repository ${image}`, pushed);
    }
  }

  #withPush(text: string, image: string): string {
    const [name = '', pinned] = image.split('@');
    const pushed = this.#pushes.get(
      pinned ??
        name
          .split('/')
          .slice(parseImage(image)?.ecrAccount === undefined ? 0 : 1)
          .join('/'),
    );
    if (pushed === undefined) return `${text}, and no record says who pushed it`;
    const digest = pushed.digest === undefined || text.includes(pushed.digest) ? '' : ` (${pushed.digest})`;
    return `${text}${digest}, pushed by ${pushed.by}${this.#papersOf(pushed.digest)}`;
  }

  /** Signature and scan, as far as records tell: of a scan on push the trail says nothing. */
  #papersOf(digest: string | undefined): string {
    if (digest === undefined) return '';
    // Where nobody reads findings by name, scans on push leave no record, and nothing is said of them.
    const others = this.#scanned.size > 0 ? ', never scanned as others were' : '';
    const scanned = this.#scanned.has(digest) ? ', scanned' : others;
    return `${scanned}${this.#signed.has(digest) ? ', signed' : ''}`;
  }

  #scan(request: JsonObject | null | undefined): void {
    const id = request?.['imageId'];
    const digest = isJsonObject(id) ? textOf(id['imageDigest']) : undefined;
    if (digest !== undefined && this.#scanned.size < MOST_KEPT) this.#scanned.add(digest);
  }

  #container({ name, image, imageDigest }: JsonObject): void {
    const text = textOf(image);
    if (text !== undefined) this.#name(textOf(name) ?? 'container', text, textOf(imageDigest));
  }

  #name(name: string, image: string, digest: string | undefined): void {
    const known = this.#containers.get(name);
    // Before it is pulled nobody knows the digest.
    if (known !== undefined && digest === undefined) return;
    const text = `${name} runs image ${image}${digest === undefined ? '' : ` (${digest})`}`;
    this.#containers.set(name, { text, image: digest === undefined ? image : `@${digest}` });
  }

  #push(request: JsonObject | null | undefined, response: JsonObject | null | undefined, by: string): void {
    const repository = textOf(request?.['repositoryName']);
    const image = response?.['image'];
    const id = isJsonObject(image) && isJsonObject(image['imageId']) ? image['imageId'] : {};
    const digest = textOf(id['imageDigest']) ?? textOf(request?.['imageDigest']);
    const tag = textOf(id['imageTag']) ?? textOf(request?.['imageTag']);
    if (repository === undefined || this.#pushes.size >= MOST_KEPT) return;
    const [, signed] = /^sha256-([0-9a-f]{64})\.sig$/.exec(tag ?? '') ?? [];
    if (signed !== undefined) this.#signed.add(`sha256:${signed}`);
    if (tag !== undefined) this.#pushes.set(`${repository}:${tag}`, { by, digest });
    if (digest !== undefined) this.#pushes.set(digest, { by, digest });
  }

  #define(request: JsonObject | null | undefined, response: JsonObject | null | undefined, by: string): void {
    const made = response?.['taskDefinition'];
    const name = isJsonObject(made) ? lastPart(made['taskDefinitionArn']) : undefined;
    if (name === undefined || this.#definitions.size >= MOST_KEPT) return;
    this.#definitions.set(name, {
      by,
      images: objectsOf(request?.['containerDefinitions']).flatMap(({ image }) => textOf(image) ?? []),
      taskRole: lastPart(request?.['taskRoleArn']),
      executionRole: lastPart(request?.['executionRoleArn']),
    });
  }
}

const MOST_IMAGES = 10;

function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function lastPart(value: JsonValue | undefined): string | undefined {
  return textOf(value)?.split('/').at(-1);
}
