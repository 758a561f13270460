import { optional, type Variables } from '../environment';
import type { StateTable } from '../state/state-table';
import { notePage, type PagePart } from './page-part';

/** Notes parts of pages where the deployment has a bucket for them; what cannot be noted is told to `onLost`. */
export function pageNoting(
  state: StateTable,
  variables: Variables,
  onLost: (thread: string, error: unknown) => void,
): { readonly notePage?: (thread: string, part: PagePart) => Promise<void> } {
  if (optional(variables, 'reportsBucket') === undefined) return {};
  return {
    notePage: async (thread, part) => {
      try {
        if (!(await notePage(state, thread, part, Math.floor(Date.now() / 1000)))) {
          onLost(thread, new Error('other runs were faster each time'));
        }
      } catch (error) {
        onLost(thread, error);
      }
    },
  };
}
