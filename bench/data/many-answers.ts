const START = Date.parse('2026-11-02T09:00:00Z') / 1000;

/**
 * Flow records in version 2, both directions of each connection: SSH servers that answer the internet, a finding each.
 *
 * @param count of connections
 */
export function manyAnswers(count: number): string {
  const lines = [
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status',
  ];
  for (let index = 0; index < count; index++) {
    const server = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
    const port = 20_000 + (index % 40_000);
    const start = START + Math.floor(index / 20);
    const rest = `${start} ${start + 20} ACCEPT OK`;
    lines.push(`2 111122223333 eni-1 198.51.100.7 ${server} ${port} 22 6 17 2367 ${rest}`);
    lines.push(`2 111122223333 eni-1 ${server} 198.51.100.7 22 ${port} 6 17 4367 ${rest}`);
  }
  return `${lines.join('\n')}\n`;
}
