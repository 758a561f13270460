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
  /** Whether the tag is made of the content, as that of a CDK asset: 64 hexadecimal digits. */
  readonly isContentTag: boolean;
}

/** `123456789012.dkr.ecr.eu-west-1.amazonaws.com`, its FIPS form, and the dual-stack form `….dkr-ecr.….on.aws`. */
const PRIVATE_ECR = /^(\d{12}|\$\{[^}]+\})\.dkr[.-]ecr(?:-fips)?\./;

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
  const ecrAccount = PRIVATE_ECR.exec(registry)?.[1];
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
    isContentTag: tag !== undefined && (/^[0-9a-f]{64}$/.test(tag) || isOpen(tag)),
  };
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
