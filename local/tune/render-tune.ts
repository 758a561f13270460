import { groupBy } from '../../analysis/group-by';
import { isoTime } from '../../analysis/iso-time';
import { escapeControl } from '../terminal/escape-control';
import { renderTable } from '../terminal/table';
import type { Terminal } from '../terminal/terminal';
import { describeProposal } from './propose';
import type { Tuned } from './tune';
import type { Voice } from './voices';

const MOST_WHO = 3;

/** How often each detection would have spoken, what would keep it quiet, and what was not done and why. */
export function renderTune(tuned: Tuned, perWeek: number, terminal: Terminal): string {
  const { before, after, weeks, steps, refused } = tuned;
  const rate = (voices: readonly Voice[]) => (weeks === 0 ? 0 : voices.length / weeks);
  const lines = [
    `${before.length} messages of medium and higher in ${(weeks * 7).toFixed(1)} days: ${rate(before).toFixed(1)} a week; wanted are ${perWeek}`,
    ...(weeks > 0 && weeks < 1
      ? ['the logs are shorter than a week: what is said of a week is stretched']
      : []),
    '',
    ...spokenTable(before, weeks, terminal),
    '',
    ...(steps.length === 0 ? [] : ['settings that keep them quiet, the most first:']),
    ...steps.map(
      ({ proposal, quiet }) =>
        `  ${escapeControl(describeProposal(proposal))}  (quiet: ${[...quiet].map(([id, count]) => `${count} of ${id}`).join(', ')})`,
    ),
    ...(refused.length === 0 ? [] : ['', 'refused, since something would be lost:']),
    ...refused.map(
      ({ proposal, losses }) =>
        `  ${escapeControl(describeProposal(proposal))}: ${losses
          .slice(0, MOST_WHO)
          .map(({ detection, where }) => `${detection} in ${where}`)
          .join(', ')}${losses.length > MOST_WHO ? ` and ${losses.length - MOST_WHO} more` : ''}`,
    ),
    '',
    after.length <= perWeek * weeks
      ? `with them: ${rate(after).toFixed(1)} a week; no labelled incident and no example of the catalogue is lost, and of these logs no chain but those of roles named above`
      : `with them: ${rate(after).toFixed(1)} a week, more than ${perWeek}: what is left is no noise by its looks, or cannot be kept quiet without loss`,
    '',
  ];
  return lines.join('\n');
}

function spokenTable(voices: readonly Voice[], weeks: number, terminal: Terminal): readonly string[] {
  if (voices.length === 0) return ['nothing of medium or higher was raised'];
  const rows = [...groupBy(voices, ({ detection }) => detection)]
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([detection, own]) => {
      const who = new Map<string, number>();
      for (const { actor, address } of own) {
        const name = actor ?? address ?? 'several';
        who.set(name, (who.get(name) ?? 0) + 1);
      }
      const most = [...who].sort(([, one], [, other]) => other - one).slice(0, MOST_WHO);
      const left = who.size - most.length;
      return [
        detection,
        (own.length / weeks).toFixed(1),
        isoTime(own[0]?.at ?? 0),
        escapeControl(
          most.map(([name, times]) => `${name} (${times})`).join(', ') +
            (left > 0 ? ` and ${left} more` : ''),
        ),
      ];
    });
  return renderTable(['detection', 'a week', 'first', 'who'], rows, [3], terminal);
}
