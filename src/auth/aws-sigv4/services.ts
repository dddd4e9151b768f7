/** Whether an AWS service wants the hash of the body in a header too. */
export function wantsBodyHash(service: string): boolean {
  return /^(s3|aoss$|glacier$)/.test(service);
}
