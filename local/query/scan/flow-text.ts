import { WHOLE_BYTES } from '../../reading/read-bytes';
import type { CutFlows } from '../cut/cut-flows';
import { textLayout } from '../duckdb/text-layout';
import type { HeldFiles } from '../held-files';
import type { TableFile } from '../log-folder';
import { type PlainFlowText, PlainLines } from './plain-lines';
import { unpackedWhole } from './unpacked-whole';

const LINE_FEED = 10;

/**
 * Checks a file of flow log text in one pass over its bytes, at a fraction of what understanding its lines costs.
 *
 * @returns undefined for a file with anything in it that two readers might take differently, and for one that is too
 * large for one piece; it has to be read line by line
 * @param held where it may have been unpacked already
 * @param cuts where wanted fields of its lines are to go in the same pass
 */
export function plainFlowText(file: TableFile, held?: HeldFiles, cuts?: CutFlows): PlainFlowText | undefined {
  if (file.bytes > WHOLE_BYTES) return undefined;
  try {
    const bytes = held?.take(file.path) ?? unpackedWhole(file.path);
    if (bytes === undefined || bytes.length === 0) return undefined;
    const end = bytes.indexOf(LINE_FEED);
    const { fields, skip } = textLayout(bytes.toString('latin1', 0, end === -1 ? bytes.length : end));
    const begin = skip === 0 ? 0 : end === -1 ? bytes.length : end + 1;
    return linesOf(fields).read(bytes, begin, cuts?.begin(file, fields));
  } catch {
    // What cannot be read or understood is told by the reader.
    return undefined;
  }
}

let lastLines: { readonly fields: readonly string[]; readonly lines: PlainLines } | undefined;

/** Files that lie beside each other have the same fields. */
function linesOf(fields: readonly string[]): PlainLines {
  if (lastLines?.fields !== fields) lastLines = { fields, lines: new PlainLines(fields) };
  return lastLines.lines;
}
