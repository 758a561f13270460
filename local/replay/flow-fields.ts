import { blindnessOf, FLOW_LOG_NEEDS, type FlowLogBlindness } from '../../detections/flow-log-needs';
import type { FlowLogColumns } from '../../records/flow-log-columns';

/** Formats of which notes are kept; whoever has more has them made up. */
const MOST_FORMATS = 20;

interface FormatSeen {
  readonly fields: readonly string[];
  readonly firstFile: string;
  readonly files: Set<string>;
}

/** Which fields the flow logs of a folder have, so that people hear what they cannot show. */
export class FlowFields {
  readonly #formats = new Map<string, FormatSeen>();
  #latest: { readonly format: FlowLogColumns; readonly file: string } | undefined;

  /** The format of a record, and the file that it is from; records come in runs of one format. */
  add(format: FlowLogColumns, file: string): void {
    if (this.#latest?.format === format && this.#latest.file === file) return;
    this.#latest = { format, file };
    const fields = format.names;
    const key = [...fields].sort().join(' ');
    const seen = this.#formats.get(key);
    if (seen !== undefined) seen.files.add(file);
    else if (this.#formats.size < MOST_FORMATS)
      this.#formats.set(key, { fields, firstFile: file, files: new Set([file]) });
  }

  /** Files whose flows no rule can judge. */
  blindFiles(): readonly string[] {
    return [...this.#formats.values()]
      .filter(({ fields }) => blindnessOf(fields).isBlind)
      .flatMap(({ files }) => [...files]);
  }

  /** One sentence for each format with which something cannot be seen. */
  notes(): readonly string[] {
    return [...this.#formats.values()].flatMap(({ fields, firstFile, files }) => {
      const blindness = blindnessOf(fields);
      if (blindness.unseen.length === 0 && blindness.misspelt.length === 0) return [];
      const more = files.size === 1 ? '' : ` and ${files.size - 1} more`;
      return [`${firstFile}${more}: ${describe(blindness)}`];
    });
  }
}

function describe({ lacks, misspelt, unseen, isBlind }: FlowLogBlindness): string {
  const wrong = misspelt.map(
    ({ written, meant }) => `its format names ${written}, which is no flow log field (${meant}?)`,
  );
  if (unseen.length === 0) return wrong.join('; ');
  const all = unseen.length === Object.keys(FLOW_LOG_NEEDS).length;
  const what = isBlind ? 'nothing in it was judged' : 'these detections see nothing in it';
  const which = all ? '' : `: ${unseen.join(', ')}`;
  return [...wrong, `without ${lacks.join(', ')} ${what}${which}`].join('; ');
}
