import type { Surroundings } from './surroundings';
import { isOpen } from './task-definition';

/** An image reference taken apart. */
export interface ImageReference {
  readonly text: string;
  /** `docker.io` where the reference names none. */
  readonly registry: string;
  /** With the registry, without tag and digest. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
  /** The account of a private ECR registry; a placeholder where the template leaves it open. */
  readonly ecrAccount?: string;
  /** Its region, in the same way. */
  readonly ecrRegion?: string;
  /** Whether the tag is made of the content, as that of a CDK asset: 64 hexadecimal digits. */
  readonly isContentTag: boolean;
}

/** A part of a name, or what a template leaves open there. */
const PART = String.raw`[a-z0-9-]+|\$\{[^}]+\}`;
const DOMAINS = String.raw`amazonaws\.(?:com(?:\.cn)?|eu)|c2s\.ic\.gov|sc2s\.sgov\.gov|csp\.hci\.ic\.gov|cloud\.adc-e\.uk`;
const DUAL_STACK = String.raw`on\.(?:aws|amazonwebservices\.(?:com\.cn|eu))`;

/**
 * The hosts of a private registry, as ECR's guide and the credential provider of Kubernetes list them:
 * `123456789012.dkr.ecr.eu-west-1.amazonaws.com` and its forms for FIPS, for other partitions, and for both stacks
 * (`….dkr-ecr.eu-west-1.on.aws`). A host that only begins alike is anybody's.
 */
const PRIVATE_ECR = new RegExp(
  String.raw`^(\d{12}|\$\{[^}]+\})\.dkr(?:\.ecr(?:-fips)?\.(${PART})\.(?:${DOMAINS}|\$\{[^}]+\})|-ecr(?:-fips)?\.(${PART})\.(?:${DUAL_STACK}))(?::443)?$`,
  'i',
);

/** Other names of Docker Hub. */
const DOCKER_HUB = ['docker.io', 'index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com'];

/**
 * Takes an image reference apart as Docker does: the first part is a registry if it has a dot or a port, or is
 * localhost. An absent image, or one that the template leaves open as a whole, gives undefined.
 *
 * @example parseImage('nginx:1.29')?.registry // 'docker.io'
 */
export function parseImage(text: string | undefined): ImageReference | undefined {
  if (text === undefined || text === '' || /^\$\{[^}]*\}$/.test(text)) return undefined;
  const [named = '', digest] = text.split('@', 2);
  const slash = named.lastIndexOf('/');
  const colon = withoutPlaceholders(named).lastIndexOf(':');
  const tag = colon > slash ? named.slice(colon + 1) : undefined;
  const repository = colon > slash ? named.slice(0, colon) : named;
  const [first = '', ...rest] = repository.split('/');
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost' || isOpen(first));
  const registry = hasRegistry ? first : 'docker.io';
  const [, ecrAccount, region, ofBothStacks] = PRIVATE_ECR.exec(registry) ?? [];
  const ecrRegion = region ?? ofBothStacks;
  // A template may leave the registry, or the part with the tag, to a parameter: then nothing is known of it.
  if (hasRegistry && isOpen(first) && ecrAccount === undefined) return undefined;
  if (tag === undefined && digest === undefined && isOpen(rest.join('/'))) return undefined;
  return {
    text,
    registry,
    repository,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
    ...(ecrAccount !== undefined && { ecrAccount }),
    ...(ecrRegion !== undefined && { ecrRegion }),
    isContentTag: tag !== undefined && (/^[0-9a-f]{64}$/.test(tag) || isOpen(tag)),
  };
}

/**
 * One name for a registry, whichever of its hosts the image was asked from.
 *
 * @example
 * registryNameOf('111122223333.dkr-ecr.eu-west-1.on.aws/web') // '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
 * registryNameOf('team/web') // 'docker.io'
 */
export function registryNameOf(text: string): string {
  const image = parseImage(text);
  if (image === undefined) return text;
  const registry = image.registry.toLowerCase();
  if (DOCKER_HUB.includes(registry)) return 'docker.io';
  if (image.ecrAccount === undefined || image.ecrRegion === undefined) return registry;
  const region = image.ecrRegion.toLowerCase();
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `${image.ecrAccount}.dkr.ecr.${region}.${domain}`;
}

/** Aliases of the public gallery that Amazon keeps for itself, for sidecars and base images. */
const OF_AMAZON =
  /^public\.ecr\.aws\/(?:aws-[a-z0-9-]+|amazon[a-z0-9-]*|cloudwatch-agent|ecs|eks|lambda|xray)\//;
/** Whose registry the log router of AWS comes from (ECS guide, FireLens images). */
const LOG_ROUTER_ACCOUNT = '906394416424';

/** Does the image come from the private registry of the account, in any region, or from Amazon itself? */
export function isOfAccount(text: string, account: string | undefined): boolean {
  const image = parseImage(text);
  if (image === undefined) return false;
  const { ecrAccount, repository } = image;
  if (ecrAccount === undefined) return OF_AMAZON.test(repository);
  return ecrAccount === account || ecrAccount === LOG_ROUTER_ACCOUNT;
}

/** Is the image in a registry, or under a path, that the owner calls theirs? A `*` stands for any text. */
export function isOwnImage({ repository }: ImageReference, { ownRegistries }: Surroundings): boolean {
  return ownRegistries.some((own) => {
    const parts = own.replace(/\/$/, '').split('*');
    const pattern = parts.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*');
    return new RegExp(`^${pattern}(?:/|$)`).test(repository);
  });
}

/** The text with what stands in placeholders masked, colons among it, at its old length. */
function withoutPlaceholders(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, (placeholder) => '_'.repeat(placeholder.length));
}
