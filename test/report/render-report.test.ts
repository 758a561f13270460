import { gunzipSync } from 'node:zlib';
import { ATTACK_NAMES } from '../../detections/ocsf/attack-techniques';
import { buildPage } from '../../report/build-page';
import type { ReportDocument } from '../../report/document';
import { renderReport } from '../../report/render-report';
import { tacticOf } from '../../report/tactics';

const DOCUMENT = { format: 'harborwatch-report/1', title: '</title><script>x' } as ReportDocument;

test('the document comes out as it went in', () => {
  const [, data = ''] = /id="data">([^<]*)</.exec(renderReport(DOCUMENT)) ?? [];
  expect(JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString())).toEqual(DOCUMENT);
});

test('the one text in the markup is escaped', () => {
  expect(renderReport(DOCUMENT)).toContain('<title>&lt;/title&gt;&lt;script&gt;x</title>');
});

test('the policy names two hashes, and no other source at all', () => {
  const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(renderReport(DOCUMENT)) ?? [];
  expect(policy.replace(/sha256-[\w+/=]{44}/g, 'HASH')).toBe(
    "default-src 'none'; script-src 'HASH'; style-src 'HASH'; base-uri 'none'; form-action 'none'",
  );
});

test('code that would end its own element is refused', () => {
  expect(() => renderReport(DOCUMENT, { script: 'x="</script>"', style: '' })).toThrow('would end it');
});

test('the page without data stays under 300 KB, and names no other place', () => {
  const { script, style } = buildPage();
  expect(script.length + style.length).toBeLessThan(300_000);
  expect(
    `${script}${style}`
      .match(/https?:\/\/[^\s"'`\\)]+/g)
      ?.filter((url) => !url.startsWith('http://www.w3.org/')),
  ).toEqual([]);
});

test('every technique that has a name has a tactic', () => {
  expect(Object.keys(ATTACK_NAMES).filter((id) => tacticOf(id) === undefined)).toEqual([]);
});
