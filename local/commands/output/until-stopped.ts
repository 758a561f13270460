import { setTimeout as after } from 'node:timers/promises';
import type { Pace } from '../../watch/follow';

/**
 * The real clock, until Ctrl-C or a SIGTERM. Between two looks either ends the wait and with it the watch; in the middle of
 * files it ends the process (130), since nothing is written there.
 */
export function untilStopped(isBusy: () => boolean): { readonly pace: Pace; readonly release: () => void } {
  const stop = new AbortController();
  const onSignal = () => {
    if (isBusy() || stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return {
    pace: {
      now: () => Date.now(),
      wait: async (milliseconds) => {
        try {
          await after(milliseconds, undefined, { signal: stop.signal });
        } catch (error) {
          if (!stop.signal.aborted) throw error;
        }
      },
      isOver: () => stop.signal.aborted,
    },
    release: () => {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    },
  };
}
