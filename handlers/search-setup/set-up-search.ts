import { retentionPolicy } from '../../deployment/search/retention';
import {
  dashboardRequest,
  type SearchSetup,
  securityRequests,
  templateRequests,
} from '../../deployment/search/setup-requests';
import { type AskSearch, expectAnswer } from '../search/search-domain';

/**
 * Makes the domain what this version of the code expects: templates, rights, retention, dashboard. Said as a whole each
 * time, so that a run by the clock repairs what somebody changed.
 *
 * @returns how many requests changed something
 * @throws SearchError naming the first request that was refused
 */
export async function setUpSearch(
  ask: AskSearch,
  setup: SearchSetup,
  retentionDays: number,
): Promise<number> {
  const requests = [...templateRequests(setup), ...securityRequests(setup)];
  for (const request of requests) await expectAnswer(ask, request);
  await putRetention(ask, setup.deployment, retentionDays);
  const { text } = await expectAnswer(ask, dashboardRequest(setup));
  const { success } = JSON.parse(text) as { readonly success?: boolean };
  if (success !== true) throw new SyntaxError(`the dashboard was not imported whole: ${text.slice(0, 300)}`);
  return requests.length + 2;
}

/** A policy that is there is replaced only by whoever says which one he means. */
async function putRetention(ask: AskSearch, deployment: string, days: number): Promise<void> {
  const path = `/_plugins/_ism/policies/${deployment}-retention`;
  const there = await expectAnswer(ask, { method: 'GET', path }, [200, 404]);
  const { _seq_no: number, _primary_term: term } = JSON.parse(there.text) as {
    readonly _seq_no?: number;
    readonly _primary_term?: number;
  };
  const which = there.status === 404 ? '' : `?if_seq_no=${number}&if_primary_term=${term}`;
  const body = retentionPolicy(deployment, days);
  // A conflict: another run has just written it. Where that one meant something else, the next by the clock repairs it.
  await expectAnswer(ask, { method: 'PUT', path: `${path}${which}`, body }, [200, 201, 409]);
}
