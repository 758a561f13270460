import { readFileSync } from 'node:fs';
import path from 'node:path';
import { renderAttack, renderNavigatorLayer } from './render-attack';
import { renderCommands } from './render-commands';
import { renderCost } from './render-cost';
import { renderMoves } from './render-moves';
import { renderNotifications } from './render-notifications';
import { renderReading } from './render-reading';
import { renderRunbook } from './render-runbook';
import { renderSettings } from './render-settings';
import { renderSshSizes } from './render-ssh-sizes';
import { renderTablesPage } from './render-tables-page';
import { renderTaskDefinitionRules } from './render-task-definition-rules';
import { renderSshConstants } from './ssh-constants';

export interface Page {
  /** From the root. */
  readonly file: string;
  readonly render: () => string;
}

const ROOT = path.join(__dirname, '../..');

/** What is rendered from the catalogue and the schemas: `npm run docs` writes it, a test compares its bytes. */
export const PAGES: readonly Page[] = [
  { file: 'docs/runbook.md', render: renderRunbook },
  { file: 'docs/notifications.md', render: renderNotifications },
  { file: 'docs/cost.md', render: renderCost },
  { file: 'docs/moves.md', render: renderMoves },
  { file: 'docs/task-definition-rules.md', render: renderTaskDefinitionRules },
  { file: 'docs/tables.md', render: renderTablesPage },
  { file: 'docs/commands.md', render: renderCommands },
  { file: 'docs/settings.md', render: () => within('docs/settings.md', 'settings', renderSettings()) },
  { file: 'docs/reading.md', render: renderReading },
  { file: 'docs/ssh-sizes.md', render: renderSshSizes },
  { file: 'queries/ssh-constants.json', render: renderSshConstants },
  { file: 'docs/attack.md', render: renderAttack },
  { file: 'docs/attack-navigator.json', render: renderNavigatorLayer },
];

/** A page that was written by hand, with the part between its marks made anew. */
function within(file: string, mark: string, part: string): string {
  const written = readFileSync(path.join(ROOT, file), 'utf8');
  const [before, rest] = written.split(`<!-- ${mark}: npm run docs -->\n`);
  const [, after] = (rest ?? '').split(`<!-- end of ${mark} -->\n`);
  if (before === undefined || after === undefined) {
    throw new Error(`${file} lacks the marks <!-- ${mark}: npm run docs --> and <!-- end of ${mark} -->`);
  }
  return `${before}<!-- ${mark}: npm run docs -->\n${part}\n<!-- end of ${mark} -->\n${after}`;
}
