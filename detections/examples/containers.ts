import type { JsonObject } from '../../records/cloudtrail/cloudtrail-record';

/** A line as the launcher of a container writes it. */
export function exampleRefusal(more: JsonObject = {}): JsonObject {
  return {
    ecs_cluster_name: 'harborwatch',
    ecs_task_id: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
    container_name: 'workload',
    logged_at: '2026-11-02T09:10:02.512Z',
    process: 'allow-list',
    message: 'refused /tmp/whoami for user 10001: it is not on the list',
    action: 'refused',
    reason: 'it is not on the list',
    file: '/tmp/whoami',
    arguments: 'whoami',
    parent: '/usr/bin/bash',
    process_id: 47,
    user_id: 10001,
    ...more,
  };
}

/** Detection id to the lines that prove it, for every detection on lines of containers. */
export const CONTAINER_EXAMPLES: {
  readonly [id: string]: {
    readonly fires: readonly JsonObject[];
    readonly staysSilent: readonly JsonObject[];
  };
} = {
  'container-allow-list-refusal': {
    fires: [
      exampleRefusal(),
      exampleRefusal({ action: 'killed', reason: 'its loader is not on the list' }),
      exampleRefusal({ action: 'would-refuse' }),
      exampleRefusal({ action: 'reported' }),
    ],
    staysSilent: [
      // Told for whoever reads the log: a session of ECS Exec is a detection of its own.
      exampleRefusal({ action: 'unwatched' }),
      exampleRefusal({ action: 'left-out' }),
      // A client may say so in a path; the line is still nginx's.
      {
        logged_at: '2026-11-02T09:10:02.512Z',
        process: 'nginx',
        path: '/"process":"allow-list"',
        status: 404,
      },
      {
        logged_at: '2026-11-02T09:10:02.000Z',
        process: 'sshd',
        message: 'refused whoami',
        action: 'refused',
      },
    ],
  },
};
