import { renderChat } from '../../handlers/tell/render-chat';
import { renderEmail, renderSubject } from '../../handlers/tell/render-email';
import { sampleNotifications } from '../rendering/render-notifications';

const STYLE = `body{margin:0;padding:20px;background:#f4f5f7;font:14px/1.5 "Noto Sans","DejaVu Sans",sans-serif;color:#1b1f24;width:860px;box-sizing:border-box}
article{background:#fff;border:1px solid #d4d8dd;border-radius:8px;padding:16px 20px}h1{font-size:16px;margin:0 0 10px}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:12.5px/1.5 "DejaVu Sans Mono",monospace;margin:0}`;

/** A message as mail. */
export function mailHtml(): string {
  const { notification } = sample();
  return page(`<h1>${text(renderSubject(notification))}</h1><pre>${text(renderEmail(notification))}</pre>`);
}

/** The same as Slack and Teams get it. */
export function chatHtml(): string {
  const { content } = JSON.parse(renderChat(sample().notification)) as {
    content: { title?: string; description?: string };
  };
  const description = text(content.description ?? '')
    .replace(/\*\*?([^*\n]+)\*\*?/g, '<b>$1</b>')
    .replace(/`([^`\n]+)`/g, '<code>$1</code>')
    .replace(
      /&lt;(https?:[^|]+)\|([^&]+)&gt;|\[([^\]]+)\]\(([^)]+)\)/g,
      (_all, _url, one, other) => `<a href="#">${one ?? other}</a>`,
    )
    .replace(/\n/g, '<br>');
  return page(`<h1>${text(content.title ?? '')}</h1><div>${description}</div>`);
}

function sample() {
  const last = sampleNotifications().at(-1);
  if (last === undefined) throw new Error('docs/rendering/render-notifications.ts has no samples; add one');
  return last;
}

function page(body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><style>${STYLE}</style><body><article>${body}</article></body></html>`;
}

function text(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
