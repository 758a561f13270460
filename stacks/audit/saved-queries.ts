import { CfnNamedQuery, type CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { Construct } from 'constructs';
import { queryCatalogue } from '../../queries/catalogue';
import type { Query } from '../../queries/query';
import { type QuestionSettings, questionValues } from '../../queries/question-values';
import { renderQuery } from '../../queries/render-query';
import type { HarborwatchStack } from '../harborwatch-stack';

/** What Athena's console shows beside the text: the question, when to ask it, what it reads. */
export function describeQuery({ question, when, cost }: Query): string {
  return [question, when, cost].filter((part) => part !== '').join('\n');
}

/** What the settings of a deployment say to its questions. */
export function questionSettings(settings: HarborwatchStack['settings']): QuestionSettings {
  const { sshPorts, trustedSshCidrs: trustedCidrs, deployRoles, homeRegions, thresholds } = settings;
  return {
    sshPorts,
    trustedCidrs,
    deployRoles,
    homeRegions,
    ...(thresholds !== undefined && { thresholds }),
  };
}

/**
 * Every question of the catalogue in Athena's console. The text is the file's, with what the settings say and the parameters' defaults in it:
 * times stay relative to the moment in which somebody runs it.
 */
export class SavedQueries extends Construct {
  constructor(scope: HarborwatchStack, id: string, workgroup: CfnWorkGroup) {
    super(scope, id);
    const settings = questionSettings(scope.settings);
    for (const query of queryCatalogue()) {
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
