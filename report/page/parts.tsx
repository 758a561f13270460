import { useState } from 'preact/hooks';
import type { Severity } from '../../analysis/finding';
import type { PageLimit, ReportDocument } from '../document';
import { visible } from './texts';

/** The severity as a word and a colour: never a colour alone. */
export function SeverityMark({ severity }: { readonly severity: Severity }) {
  return <span class={`mark ${severity}`}>{severity}</span>;
}

/** A sentence of the catalogue, in which `code` stands between backticks. */
export function Prose({ text }: { readonly text: string }) {
  return <>{text.split('`').map((part, at) => (at % 2 === 1 ? <code key={part}>{part}</code> : part))}</>;
}

/** A command that can be copied, as it is seen: what a terminal would obey is no part of it. */
export function Command({ text }: { readonly text: string }) {
  return (
    <div class="command">
      <code>{visible(text)}</code>
      <Copy text={() => visible(text)} what="command" />
    </div>
  );
}

/** What this section cannot have on a page of this kind, and what shows it. */
export function Limits({
  report,
  section,
}: {
  readonly report: ReportDocument;
  readonly section: PageLimit['section'];
}) {
  return (
    <>
      {report.limits
        .filter((limit) => limit.section === section)
        .map(({ says, command }) => (
          <div key={command} class="limit">
            <p class="dim">{says}</p>
            <Command text={command} />
          </div>
        ))}
    </>
  );
}

/** Copies a text; says so, also to those who hear it. */
export function Copy({ text, what }: { readonly text: () => string; readonly what: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await writeClipboard(text());
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <button type="button" class="copy" onClick={() => void copy()} aria-label={`Copy ${what}`}>
      <span aria-live="polite">{isCopied ? 'Copied' : 'Copy'}</span>
    </button>
  );
}

/** A file opened from disk may lack the clipboard; the old way works there. */
async function writeClipboard(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}
