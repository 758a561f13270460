/** Where a rule comes from: a control of a published standard, or a page that gives the reason. */
export interface RuleSource {
  /** As people cite it, `Security Hub ECS.4`. */
  readonly title: string;
  readonly url: string;
}

export function securityHub(control: `ECS.${number}` | `ECR.${number}`): RuleSource {
  const service = control.slice(0, 3).toLowerCase();
  const url = `https://docs.aws.amazon.com/securityhub/latest/userguide/${service}-controls.html`;
  return { title: `Security Hub ${control}`, url: `${url}#${control.toLowerCase().replace('.', '-')}` };
}

/** A managed rule of AWS Config. */
export function awsConfig(rule: string): RuleSource {
  return {
    title: `AWS Config ${rule}`,
    url: `https://docs.aws.amazon.com/config/latest/developerguide/${rule}.html`,
  };
}

/** CIS Docker Benchmark 1.6.0; its numbers are those of docker-bench-security. */
export function cisDocker(section: `${number}.${number}`): RuleSource {
  return { title: `CIS Docker ${section}`, url: 'https://www.cisecurity.org/benchmark/docker' };
}

/** A proactive control of AWS Control Tower. */
export function controlTower(control: `CT.ECS.PR.${number}`): RuleSource {
  const url = 'https://docs.aws.amazon.com/controltower/latest/controlreference/ecs-rules.html';
  return {
    title: `Control Tower ${control}`,
    url: `${url}#${control.toLowerCase().replaceAll('.', '-')}-description`,
  };
}

/** A page of the ECS developer guide. */
export function ecsGuide(page: string): RuleSource {
  return {
    title: `ECS guide ${page}`,
    url: `https://docs.aws.amazon.com/AmazonECS/latest/developerguide/${page}.html`,
  };
}

/** A technique of MITRE ATT&CK. */
export function attackTechnique(id: string): RuleSource {
  return { title: `ATT&CK ${id}`, url: `https://attack.mitre.org/techniques/${id.replace('.', '/')}/` };
}
