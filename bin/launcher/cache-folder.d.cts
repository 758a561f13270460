export function cachePlace(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  home: string,
): string | undefined;
export function cacheFolder(): string | undefined;
