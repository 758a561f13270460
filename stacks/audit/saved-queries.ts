import { CfnNamedQuery, type CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { Construct } from 'constructs';
import { flowThresholds } from '../../detections/custom/apply-changes';
import { queryCatalogue } from '../../queries/catalogue';
import type { Query } from '../../queries/query';
import { type QuestionSettings, questionValues } from '../../queries/question-values';
import { renderQuery } from '../../queries/render-query';
import type { TableName } from '../../records/tables/table-definition';
import { TABLES } from '../../records/tables/tables';
import type { HarborwatchScope } from '../parts/harborwatch-scope';

/** What Athena's console shows beside the text: the question, when to ask it, what it reads. */
export function describeQuery({ question, when, cost }: Query): string {
  return [question, when, cost].filter((part) => part !== '').join('\n');
}

/** What the settings of a deployment, and its changes of detections, say to its questions. */
export function questionSettings({
  settings,
  custom,
}: Pick<HarborwatchScope, 'settings' | 'custom'>): QuestionSettings {
  const { sshPorts, trustedSshCidrs: trustedCidrs, insideCidrs, deployRoles, homeRegions } = settings;
  const thresholds = flowThresholds(custom?.changes ?? []);
  return { sshPorts, trustedCidrs, insideCidrs, deployRoles, homeRegions, thresholds };
}

/**
 * Every question of the catalogue in Athena's console. The text is the file's, with what the settings say and the parameters' defaults in it:
 * times stay relative to the moment in which somebody runs it.
 */
export class SavedQueries extends Construct {
  /** @param tables those that there are; what reads another one is left out */
  constructor(scope: HarborwatchScope, id: string, workgroup: CfnWorkGroup, tables: readonly TableName[]) {
    super(scope, id);
    const settings = questionSettings(scope);
    const absent = TABLES.filter(({ name }) => !tables.includes(name));
    for (const query of queryCatalogue()) {
      if (absent.some(({ name }) => query.sql.includes(name))) continue;
      new CfnNamedQuery(this, query.id, {
        name: query.id,
        description: describeQuery(query),
        database: scope.names.glueDatabase,
        queryString: renderQuery(query, { values: questionValues(query, settings) }),
        workGroup: workgroup.ref,
      });
    }
  }
}
