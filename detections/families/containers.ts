import type { DetectionFamily } from '../detection';
import { onFirst } from '../writing/alarm-settings';

/** What the containers themselves refuse: the launcher of the image writes a line for each (docs/allow-list.md). */
export const containers: DetectionFamily = () => [
  {
    id: 'container-allow-list-refusal',
    title: 'Container refused what is not on its allow list',
    severity: 'high',
    attack: ['T1059', 'T1105'],
    set: 'tuned',
    detector: {
      kind: 'container-filter',
      pattern:
        '{ ($.process = "allow-list") && (($.action = "refused") || ($.action = "killed") || ($.action = "would-refuse") || ($.action = "reported")) }',
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A process in a container tried to start a program, to load a library, to reach an address or to become a user that the image does not list. A container does one thing over and over, so that this is an intruder, or a new version whose list was not extended.',
      impact:
        'What was refused has not run. But somebody is inside who could try: through a hole in the web server, a stolen SSH key or a session, and with the credentials of the task role at hand. In report mode (`would-refuse`, `reported`) it did run.',
      diagnosis: [
        'Read the lines of the last 15 minutes in the log group of the containers: file, arguments and parent say what was tried and by which program, user_id as whom, ecs_task_id where. `left-out` lines say how many more there were.',
        'Take `ecs_task_id` and see how somebody got there in the 2 hours before: logins of sshd, refused and accepted requests of nginx, ExecuteCommand calls on that task.',
        'Parent `nginx`: look for the request in the same second. Parent `bash`: look for the login or the ECS Exec session that is still open.',
        'From the first line on, list the calls of the task role: userIdentity.arn ends in /<task id>.',
      ],
      response: [
        'Nobody claims it: take the task out of its target group and security group, keep its log, then `aws ecs stop-task --cluster <cluster> --task <task> --reason "refused programs under investigation"`; the service starts a clean one.',
        'Revoke the sessions of the task role and rotate the secrets that the task could read.',
        'It is our own new version: add program, library or network to workload/policy.json, and build the image again; never lower the mode in the running service for it.',
      ],
    },
  },
];
