import type { Stage } from '../workload-stage';

/** What one stage of the workshop has and another does not; the lesson is the difference between two lines. */
export interface StagePlan {
  /** Who reaches the task: everybody on every port, everybody on the web port, or the load balancer alone. */
  readonly reach: 'everything' | 'web' | 'load-balancer';
  /** Port of nginx. */
  readonly port: 80 | 8080;
  /** Where the password is: baked into the image, where everybody can read it, or in Secrets Manager. */
  readonly password: 'published' | 'secret';
  /** Whether the image has an SSH daemon. */
  readonly hasSsh: boolean;
  /** Not root, nothing to write but the volumes, no capability. */
  readonly isConfined: boolean;
}

export const STAGE_PLANS: Readonly<Record<Stage, StagePlan>> = {
  open: { reach: 'everything', port: 80, password: 'published', hasSsh: true, isConfined: false },
  restricted: { reach: 'web', port: 80, password: 'published', hasSsh: true, isConfined: false },
  secrets: { reach: 'web', port: 80, password: 'secret', hasSsh: true, isConfined: false },
  hardened: { reach: 'load-balancer', port: 8080, password: 'secret', hasSsh: false, isConfined: true },
  // As hardened, with a shell in the browser behind the password: what an allow list is worth when somebody is in.
  'browser-shell': {
    reach: 'load-balancer',
    port: 8080,
    password: 'secret',
    hasSsh: false,
    isConfined: true,
  },
};
