import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ReportDocument } from './document';
import { visible } from './page/texts';
import type { PageText } from './page-text';
import { readPageText } from './read-page-text';

/**
 * The document as one HTML page that needs nothing else: code and style once, the data once, compressed. Its
 * Content-Security-Policy lets nothing run or load but these two texts, by their hashes, so that neither what the
 * records say nor what somebody writes into the file later can fetch or send anything.
 *
 * @example
 * writeFileSync('incident.html', renderReport(document));
 */
export function renderReport(document: ReportDocument, assets: PageText = readPageText()): string {
  const script = inElement('script', assets.script);
  const style = inElement('style', assets.style);
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const data = gzipSync(JSON.stringify(document), { level: 6 }).toString('base64');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="referrer" content="no-referrer">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(visible(document.title))}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<div id="app"><p class="loading">Opening the report …</p></div>',
    '<noscript>This report draws itself with the script inside of it, which asks nothing of the network: allow scripts for this file.</noscript>',
    // Base64 has no character that ends an element.
    `<script type="application/gzip" id="data">${data}</script>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

/** Code that would end its own element is refused: it is ours, and can be written otherwise. */
function inElement(name: 'script' | 'style', text: string): string {
  if (new RegExp(`</${name}|<!--`, 'i').test(text)) {
    throw new Error(`the page's ${name} holds "</${name}" or "<!--", which would end it; split that text`);
  }
  return text;
}

/** The title is the one text of the document that stands in the markup itself. */
function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => names[character] ?? character);
}
