import { likenessOf } from '../../../analysis/ssh/series/size-likeness';

/** One connection, as flow logs count it; payloads are bytes without 52 of headers a packet. */
export interface Measured {
  readonly server: string;
  readonly client: string;
  readonly outcome: 'refused' | 'letIn';
  readonly packets: number;
  readonly payload: number;
  readonly replyPackets: number;
  readonly replyPayload: number;
}

/** What the lab saw, pair by pair, and whether the table of known sizes would have told. */
export function renderSshLab(measured: readonly Measured[]): string {
  const servers = [...new Set(measured.map(({ server }) => server))];
  const judged = measured.map(({ packets, payload, outcome }) => {
    const { refusalLogOdds } = likenessOf(packets, payload);
    return { said: Math.abs(refusalLogOdds) >= 1, isRight: refusalLogOdds > 0 === (outcome === 'refused') };
  });
  const said = judged.filter((each) => each.said);
  return [
    '# SSH in the lab',
    '',
    'Servers and clients from Debian, the Go proxy, PyPI and npm, joined by a cable between two network namespaces;',
    '`npm run lab:ssh -- --write` measures them and writes this page. One wrong password, and one command after the right',
    'one: packets / payload of the client > of the server, without headers (52 bytes a packet). The same pairs from other',
    'machines and versions are in [ssh-sizes.md](ssh-sizes.md), by which the analyzers judge.',
    '',
    `By that table ${said.length} of these ${measured.length} connections are told clearly (e to one and more), ${said.filter(({ isRight }) => isRight).length} of them rightly.`,
    ...servers.flatMap((server) =>
      tableOf(
        measured.filter((each) => each.server === server),
        server,
      ),
    ),
    '',
  ].join('\n');
}

function tableOf(measured: readonly Measured[], server: string): string[] {
  const cell = (client: string, outcome: Measured['outcome']) => {
    const found = measured.find((each) => each.client === client && each.outcome === outcome);
    return found === undefined
      ? '-'
      : `${found.packets}/${found.payload} > ${found.replyPackets}/${found.replyPayload}`;
  };
  return [
    '',
    `## ${server}`,
    '',
    '| client | refused | let in |',
    '| --- | --- | --- |',
    ...[...new Set(measured.map(({ client }) => client))].map(
      (client) => `| ${client} | ${cell(client, 'refused')} | ${cell(client, 'letIn')} |`,
    ),
  ];
}
