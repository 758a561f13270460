import { isOwnImage, parseImage } from '../image';
import type { TaskDefinitionRule } from '../rule';
import { attackTechnique, cisDocker, ecsGuide, securityHub } from '../sources';
import { isOpen } from '../task-definition';
import { inContainers } from './in-containers';

/** What runs, and who can change it between two starts. */
export const IMAGE_RULES: readonly TaskDefinitionRule[] = [
  {
    id: 'image-tag-latest',
    title: 'Image is named by latest, or by no tag',
    severity: 'medium',
    reason: 'What runs changes with every push, and nobody can say afterwards what ran.',
    fix: 'Name the digest, image@sha256:…, or a tag that is pushed once.',
    sources: [securityHub('ECR.2'), cisDocker('4.2'), ecsGuide('security-tasks-containers')],
    breaches: inContainers('image', ({ image }) => {
      const parsed = parseImage(image);
      if (parsed === undefined || parsed.digest !== undefined) return undefined;
      if (parsed.tag === undefined) return `${parsed.text} has no tag, which means latest`;
      return parsed.tag === 'latest' ? `${parsed.text} is named by latest` : undefined;
    }),
  },
  {
    id: 'image-not-pinned',
    title: 'Image is named by a tag, not by its digest',
    severity: 'low',
    reason:
      'Where tags can be overwritten, what was reviewed and what starts may differ. ECS resolves a tag once per deployment of a service, and anew for each task that is run by itself.',
    fix: 'Name the digest, image@sha256:…, or make the tags of the repository immutable.',
    sources: [securityHub('ECR.2'), ecsGuide('security-tasks-containers')],
    breaches: inContainers('image', ({ image }) => {
      const parsed = parseImage(image);
      if (parsed?.tag === undefined || parsed.digest !== undefined || parsed.tag === 'latest')
        return undefined;
      return parsed.isContentTag ? undefined : `${parsed.text} has no digest`;
    }),
  },
  {
    id: 'image-from-foreign-registry',
    title: 'Image comes from a registry that is not yours',
    severity: 'medium',
    reason:
      'Whoever owns the name there decides what runs here; miners and back doors arrive this way, and limits on pulls stop new tasks.',
    fix: 'Mirror it into ECR (a pull-through cache rule), and scan it there.',
    sources: [cisDocker('4.2'), attackTechnique('T1610'), attackTechnique('T1525')],
    breaches: inContainers('image', ({ image }, _definition, surroundings) => {
      const parsed = parseImage(image);
      if (parsed === undefined || parsed.ecrAccount !== undefined || isOwnImage(parsed, surroundings)) {
        return undefined;
      }
      return `${parsed.text} comes from ${parsed.registry}`;
    }),
  },
  {
    id: 'image-from-foreign-account',
    title: "Image comes from another account's ECR",
    severity: 'medium',
    reason: 'Whoever may push in that account decides what runs in this one.',
    fix: 'Copy the image into your own registry, or name the account among your registries.',
    sources: [attackTechnique('T1525'), ecsGuide('security-tasks-containers')],
    breaches: inContainers('image', ({ image }, _definition, surroundings) => {
      const parsed = parseImage(image);
      const { account } = surroundings;
      if (parsed?.ecrAccount === undefined || isOpen(parsed.ecrAccount) || account === undefined) {
        return undefined;
      }
      if (parsed.ecrAccount === account || isOwnImage(parsed, surroundings)) return undefined;
      return `${parsed.text} is of account ${parsed.ecrAccount}, the task of ${account}`;
    }),
  },
];
