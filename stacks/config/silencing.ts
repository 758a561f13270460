import type { z } from 'zod';
import type { suppression } from '../../deployment/silences';

export { type MuteWindow, muteWindow, suppression } from '../../deployment/silences';
export type Suppression = z.output<typeof suppression>;
