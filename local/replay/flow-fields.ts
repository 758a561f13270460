import { isIpAddress } from '../../analysis/is-ip-address';
import { blindnessOf, FLOW_LOG_NEEDS, type FlowLogBlindness } from '../../detections/flow-log-needs';
import type { FlowLogColumns } from '../../records/flow-logs/flow-log-columns';
import type { FlowLogRow } from '../../records/flow-logs/flow-log-row';
import { quoted } from '../../records/values/quoted';
import { counted } from '../terminal/counted';

/** Formats of which notes are kept; whoever has more has them made up. */
const MOST_FORMATS = 20;
const HOUR_SECONDS = 3_600;
/** Hours that are remembered of a format: a year and more. */
const MOST_HOURS = 10_000;

interface FormatSeen {
  readonly fields: readonly string[];
  readonly firstFile: string;
  readonly files: Set<string>;
  /** Hours since 1970 of which there are records. */
  readonly hours: Set<number>;
}

/** Which fields the flow logs of a folder have, so that people hear what they cannot show. */
export class FlowFields {
  readonly #formats = new Map<string, FormatSeen>();
  /** Files of which a record that was looked at has something else in place of an address, and what the first has. */
  readonly #masked = new Map<string, string>();
  #latest: { readonly format: FlowLogColumns; readonly file: string; readonly hour: number } | undefined;

  /**
   * A record, the file that it is from and its time. Records come in runs of one format and hour: of each run one is
   * looked at, since whoever masks addresses masks all of them.
   */
  add(record: FlowLogRow, file: string, at: number | undefined): void {
    const { format } = record;
    const hour = at === undefined ? -1 : Math.floor(at / HOUR_SECONDS);
    const latest = this.#latest;
    if (latest?.format === format && latest.hour === hour && latest.file === file) return;
    this.#latest = { format, file, hour };
    this.#lookForMasks(record, file);
    const fields = format.names;
    const key = [...fields].sort().join(' ');
    let seen = this.#formats.get(key);
    if (seen === undefined) {
      if (this.#formats.size >= MOST_FORMATS) return;
      seen = { fields, firstFile: file, files: new Set(), hours: new Set() };
      this.#formats.set(key, seen);
    }
    seen.files.add(file);
    if (hour >= 0 && seen.hours.size < MOST_HOURS) seen.hours.add(hour);
  }

  #lookForMasks({ srcaddr, dstaddr }: FlowLogRow, file: string): void {
    const masked = [srcaddr, dstaddr].find((text) => text !== undefined && !isIpAddress(text));
    if (masked !== undefined && !this.#masked.has(file)) this.#masked.set(file, masked);
  }

  /** Files whose flows no rule can judge. */
  blindFiles(): readonly string[] {
    return [...this.#formats.values()]
      .filter(({ fields }) => blindnessOf(fields).isBlind)
      .flatMap(({ files }) => [...files]);
  }

  /** One sentence for each format with which something cannot be seen. */
  notes(): readonly string[] {
    const formats = [...this.#formats.values()];
    const unseen = formats.flatMap((format) => {
      const blindness = blindnessOf(format.fields);
      if (blindness.unseen.length === 0 && blindness.misspelt.length === 0) return [];
      return [`${filesOf(format)}: ${describe(blindness)}`];
    });
    return [...unseen, ...noteOfMasks(this.#masked), ...noteOfSameHours(formats)];
  }
}

function noteOfMasks(masked: ReadonlyMap<string, string>): readonly string[] {
  const [first] = masked;
  if (first === undefined) return [];
  const [file, text] = first;
  const which = masked.size === 1 ? file : `${file} and ${masked.size - 1} more`;
  return [
    `${which}: ${quoted(text)} stands where an address belongs; what is no address counts as inside of the network, so that nothing in it comes from the internet`,
  ];
}

function filesOf({ firstFile, files }: FormatSeen): string {
  return files.size === 1 ? firstFile : `${firstFile} and ${files.size - 1} more`;
}

/** Formats that tell of the same time: of one flow log that is delivered twice, or of two that watch different interfaces. */
function noteOfSameHours(formats: readonly FormatSeen[]): readonly string[] {
  const counts = new Map<number, number>();
  for (const { hours } of formats) for (const hour of hours) counts.set(hour, (counts.get(hour) ?? 0) + 1);
  const shared = [...counts].flatMap(([hour, count]) => (count > 1 ? [hour] : []));
  if (shared.length === 0) return [];
  const among = formats.filter(({ hours }) => shared.some((hour) => hours.has(hour)));
  return [
    `flow logs in ${among.length} formats tell of the same time, ${counted(shared.length, 'hour')} (${among.map(filesOf).join('; ')}): what several formats recorded is judged from each, and counts once where the records are the same; questions take the fullest format of an interface`,
  ];
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
