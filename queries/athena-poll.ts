/** How long to wait between looks at a running query. */
export interface PollPolicy {
  readonly firstMilliseconds: number;
  readonly growth: number;
  readonly mostMilliseconds: number;
  /** 0 to 1, for the jitter. */
  readonly random: () => number;
}

export const DEFAULT_POLL: PollPolicy = {
  firstMilliseconds: 250,
  growth: 1.6,
  mostMilliseconds: 5000,
  random: Math.random,
};

/** The wait before look number `attempt` (from 0): grows, and differs between clients so that they do not look at once. */
export function pollDelay(attempt: number, policy: PollPolicy): number {
  const full = Math.min(policy.mostMilliseconds, policy.firstMilliseconds * policy.growth ** attempt);
  return full * (0.5 + policy.random() / 2);
}

/** Waits, or ends early when the signal aborts. */
export async function waitFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted === true) {
    return;
  }
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done, { once: true });
  });
}
