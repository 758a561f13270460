import type { ReportDocument } from '../document';

/**
 * Unpacks what the page carries.
 *
 * @throws Error where the text is no whole document of this format
 */
export async function readDocument(base64: string): Promise<ReportDocument> {
  const packed = atob(base64.trim());
  const bytes = new Uint8Array(packed.length);
  for (let at = 0; at < packed.length; at += 1) bytes[at] = packed.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const document = JSON.parse(await new Response(stream).text()) as ReportDocument;
  if (document.format !== 'harborwatch-report/1') throw new Error(`its data is ${document.format}`);
  return document;
}
