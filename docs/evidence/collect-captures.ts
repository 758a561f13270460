import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CaptureFacts } from './facts';
import { judgeFiles } from './judge-files';

interface CaptureLabel {
  readonly kind: string;
  readonly sources: { readonly [address: string]: string };
  readonly source: { readonly repo: string; readonly path: string };
}

/** Replays every labelled capture in both formats. */
export async function collectCaptures(folder: string): Promise<readonly CaptureFacts[]> {
  const labels = JSON.parse(await readFile(path.join(folder, 'labels.json'), 'utf8')) as Record<
    string,
    CaptureLabel
  >;
  const facts: CaptureFacts[] = [];
  for (const [name, { kind, sources, source }] of Object.entries(labels)) {
    const judge = (format: string) => {
      const text = path.join(folder, `${name}.${format}.log`);
      return judgeFiles([existsSync(text) ? text : `${text}.gz`]);
    };
    const origin = `${source.repo}: ${source.path}`;
    facts.push({ name, kind, sources, origin, v2: await judge('v2'), v5: await judge('v5') });
  }
  return facts;
}
