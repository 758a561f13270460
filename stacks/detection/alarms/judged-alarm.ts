import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  type CfnAlarm,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
  type TreatMissingData as TreatMissingDataOf,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { AlarmSettings } from '../../../detections/detection';

const MISSING: Readonly<Record<AlarmSettings['treatMissingData'], TreatMissingDataOf>> = {
  notBreaching: TreatMissingData.NOT_BREACHING,
  breaching: TreatMissingData.BREACHING,
  ignore: TreatMissingData.IGNORE,
  missing: TreatMissingData.MISSING,
};

export interface JudgedAlarmProps {
  readonly alarmName: string;
  readonly alarmDescription: string;
  readonly metric: IMetric;
  readonly judged: AlarmSettings;
  readonly topic: ITopic;
  /**
   * Tells it, too, when there is nothing left to judge. For what comes so seldom that a new alarm would be red until
   * the first time, were missing points breaches; it begins without data, and only a change is told.
   */
  readonly isToldWithoutData?: boolean;
}

/**
 * A new trail, flow log or schedule has its first data within the hour: chain-check runs every hour, CloudTrail delivers
 * after a quarter of one. CloudWatch ends the warm-up as soon as there are enough points to judge.
 */
const FIRST_DATA_MINUTES = 60;

/** The period of what an alarm judges, which CDK wants on the metric. */
export const periodOf = ({ periodMinutes }: Pick<AlarmSettings, 'periodMinutes'>) =>
  Duration.minutes(periodMinutes);

/** An alarm judged as the catalogue writes it down; both its changes, to ALARM and back, are told. */
export class JudgedAlarm extends Alarm {
  constructor(
    scope: Construct,
    id: string,
    { judged, topic, isToldWithoutData = false, ...props }: JudgedAlarmProps,
  ) {
    super(scope, id, {
      ...props,
      threshold: judged.threshold,
      comparisonOperator:
        judged.comparison === 'below'
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: judged.evaluationPeriods,
      datapointsToAlarm: judged.datapointsToAlarm,
      treatMissingData: MISSING[judged.treatMissingData],
    });
    const action = new SnsAction(topic);
    this.addAlarmAction(action);
    this.addOkAction(action);
    // Missing points are a breach: without time to come in they would be missing from the start, and told.
    if (judged.treatMissingData === 'breaching') {
      (this.node.defaultChild as CfnAlarm).warmUpConfiguration = {
        warmUpPeriodDurationInMinutes: judged.periodMinutes * judged.evaluationPeriods + FIRST_DATA_MINUTES,
      };
    }
    if (isToldWithoutData) this.addInsufficientDataAction(action);
  }
}
