import type { z } from 'zod';
import type { suppression } from '../../deployment/silence-schemas';

export { muteWindow, suppression } from '../../deployment/silence-schemas';
export type { MuteWindow } from '../../deployment/silences';
export type Suppression = z.output<typeof suppression>;
