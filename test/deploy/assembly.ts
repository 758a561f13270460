import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Taken, type TemplateText, takeOut } from './take-out';

export interface SavedQuery {
  readonly Name: string;
  readonly QueryString: string;
  readonly Database: string;
}

/** What `cdk synth` wrote, to be deployed from there. */
export class Assembly {
  readonly folder: string;
  /** What was taken out so far. */
  readonly taken: Taken[] = [];

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The stacks' templates, by construct id. */
  templates(): ReadonlyMap<string, TemplateText> {
    const suffix = '.template.json';
    return new Map(
      readdirSync(this.folder)
        .filter((file) => file.endsWith(suffix))
        .map((file) => [file.slice(0, -suffix.length), JSON.parse(this.#read(file)) as TemplateText]),
    );
  }

  /** Writes the templates without these types. */
  takeOut(types: readonly string[]): void {
    for (const [stack, before] of this.templates()) {
      const { template, taken } = takeOut(before, types);
      if (taken.length === 0) continue;
      this.taken.push(...taken);
      const text = JSON.stringify(template);
      this.#write(`${stack}.template.json`, text);
      this.#rename(stack, createHash('sha256').update(text).digest('hex'));
    }
  }

  /** The saved queries as the templates had them. */
  savedQueries(): readonly SavedQuery[] {
    return this.taken.flatMap(({ type, properties }) =>
      type === 'AWS::Athena::NamedQuery' ? [properties as SavedQuery] : [],
    );
  }

  /** A template is uploaded under its hash, once: another text needs another. */
  #rename(stack: string, hash: string): void {
    const { files } = JSON.parse(this.#read(`${stack}.assets.json`)) as {
      files: Record<string, { source: { path: string } }>;
    };
    const [old] =
      Object.entries(files).find(([, { source }]) => source.path === `${stack}.template.json`) ?? [];
    if (old === undefined) throw new Error(`${stack}.assets.json does not name the template of its stack`);
    for (const file of [`${stack}.assets.json`, 'manifest.json']) {
      this.#write(file, this.#read(file).replaceAll(old, hash));
    }
  }

  #read(file: string): string {
    return readFileSync(path.join(this.folder, file), 'utf8');
  }

  #write(file: string, text: string): void {
    writeFileSync(path.join(this.folder, file), text);
  }
}
