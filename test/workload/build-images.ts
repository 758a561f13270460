import { imageOf } from './image-steps';
import { imageTree } from './image-tree';
import { requirePackages } from './missing-packages';

/** Before the first test: downloads and builds take longer than any test may. */
export default function buildImages(): void {
  requirePackages(['debootstrap', 'gcc', 'libc6-dev', 'perl']);
  for (const stage of ['open', 'restricted', 'secrets', 'hardened', 'browser-shell'] as const) {
    imageTree(imageOf(stage));
  }
}
