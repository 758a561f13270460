/** An error as a service answers it. */
export class ServiceError extends Error {
  readonly status: number;
  readonly code: string;
  readonly members: object;

  constructor(status: number, code: string, message: string, members: object = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.members = members;
  }
}
