import { SessionTable } from './session-table';

/**
 * Takes a connection out of the table of which API Gateway says that it is gone, and says whether to believe that.
 *
 * It is gone whether the table lets it go or not: what stays there is found gone by the next post, or expires.
 */
export async function takeOut(connectionId: string, sessions: SessionTable): Promise<boolean> {
  try {
    return await sessions.removeGone(connectionId);
  } catch (error) {
    console.warn(`connection '${connectionId}' is gone and stays in the table until the next post to it, or until its time to live: ${String(error)}`);
    return true;
  }
}
