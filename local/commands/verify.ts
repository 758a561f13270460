import { openPlace } from '../reading/places/open-place';
import type { CommandIo } from '../terminal/command-io';
import { counted } from '../terminal/counted';
import { escapeControl } from '../terminal/escape-control';
import { checkChain, type Integrity } from '../verify/check-chain';
import { fetchKeys } from '../verify/fetch-keys';
import { headSignatures } from '../verify/head-signatures';
import { readEvidence } from '../verify/read-evidence';
import { publicKeysOf } from './options/public-keys-of';
import { EXIT } from './output/exit-status';
import { writeForm } from './output/write-form';

export interface VerifyOptions {
  readonly publicKeys?: readonly string[];
  /** Ask CloudTrail for the keys. */
  readonly fetchKeys?: boolean;
  readonly manifest?: string;
  readonly format: 'pretty' | 'json';
}

const MOST_TOLD = 20;

/**
 * Checks CloudTrail's digest chain in a folder and prints what it proves; 10 where something was changed or taken away, 3
 * where not enough could be checked to say that nothing was.
 */
export async function verifyCommand(
  folder: string,
  { publicKeys = [], fetchKeys: isFetched = false, manifest, format }: VerifyOptions,
  io: CommandIo,
): Promise<number> {
  const given = await publicKeysOf(publicKeys);
  const place = await openPlace(folder);
  try {
    const { sums, unreadable, ...evidence } = await readEvidence(await place.files());
    const { digests } = evidence;
    const fetched = isFetched && digests.length > 0 ? await fetchKeys(digests) : undefined;
    const keys =
      given === undefined && fetched === undefined
        ? undefined
        : new Map([...(fetched ?? []), ...(given ?? [])]);
    const signatures = new Map([...evidence.signatures, ...(await headSignatures(folder, digests))]);
    const found = checkChain({ ...evidence, signatures, keys });
    const integrity = { ...found, unchecked: [...found.unchecked, ...unreadable] };
    if (manifest !== undefined) {
      await writeForm(manifest, [...sums].map(([name, sum]) => `${sum}  ${name}\n`).join(''), io);
    }
    io.stdout.write(
      format === 'json'
        ? `${JSON.stringify({ format: 'harborwatch-integrity/1', folder, ...integrity }, undefined, 2)}\n`
        : render(integrity),
    );
    return { valid: EXIT.quiet, broken: EXIT.findings, 'not all checked': EXIT.unreadable }[integrity.state];
  } finally {
    await place.close();
  }
}

function render({ state, digests, signed, logs, faults, unchecked }: Integrity): string {
  const told = (sentences: readonly string[]) => [
    ...sentences.slice(0, MOST_TOLD).map((sentence) => `  ${escapeControl(sentence)}`),
    ...(sentences.length > MOST_TOLD
      ? [`  … and ${counted(sentences.length - MOST_TOLD, 'more', 'more')}`]
      : []),
  ];
  return [
    `integrity: ${state}`,
    `${counted(digests, 'digest')}, ${signed} with CloudTrail's signature; ${counted(logs, 'log file')} as delivered`,
    ...(faults.length === 0 ? [] : ['changed or taken away', ...told(faults)]),
    ...(unchecked.length === 0 ? [] : ['not checked', ...told(unchecked)]),
    '',
  ].join('\n');
}
