/** A setting that cannot be deployed: its message says the key, the value and what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
