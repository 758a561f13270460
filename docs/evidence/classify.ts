import type { CaptureFacts, Verdict } from './facts';

/** Detections that name their source as one who guesses passwords. */
const BRUTE_FORCE = /brute-force/;
/** Detections that name their source as a scanner. */
const SCAN = /scan/;

/** What a labelled source must be called, by the role that its label gives it; undefined for the harmless. */
export function expectedName(role: string): RegExp | undefined {
  if (/bruteforcer/.test(role)) return BRUTE_FORCE;
  return /scan/.test(role) ? SCAN : undefined;
}

/** Whether every labelled source is called what it is. */
export function isEverySourceNamed({ sources }: CaptureFacts, { findings }: Verdict): boolean {
  return Object.entries(sources).every(([address, role]) => {
    const name = expectedName(role);
    return (
      name === undefined ||
      findings.some(({ detection, source }) => source === address && name.test(detection))
    );
  });
}

/** Findings above low about somebody whom no label calls an attacker. */
export function falseAlarms({ sources }: CaptureFacts, { findings }: Verdict): Verdict['findings'] {
  return findings.filter(
    ({ severity, source }) => severity !== 'low' && expectedName(sources[source] ?? '') === undefined,
  );
}

/** A login where the label says that nobody got in: all labelled guessing was in vain. */
export function wrongLogins({ findings }: Verdict): Verdict['findings'] {
  return findings.filter(({ detection }) => detection === 'ssh-probable-login');
}
