import { isRecord } from '../intrinsic';

/** What an error says; anything can be thrown. */
export function errorMessage(error: unknown): string {
  return isRecord(error) && typeof error.message === 'string' ? error.message : String(error);
}
