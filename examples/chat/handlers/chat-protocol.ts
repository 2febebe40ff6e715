/**
 * What server and page say to each other, beside what the page asks for (`chat-request.ts`).
 */

/** Somebody who chats. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** What somebody said in a room. */
export interface ChatMessage {
  readonly kind: 'message';
  /** Its sender and the key that the sender's page chose, so that saying it again is harmless. */
  readonly id: string;
  readonly room: string;
  readonly from: Person;
  readonly text: string;
  /** By the clock of the server, as `2030-01-31T12:00:00.000Z`. */
  readonly sentAt: string;
}

/** What everybody is told, whatever room they are in. */
export interface Announcement {
  readonly kind: 'announcement';
  readonly text: string;
}

/** The answer to `join`. */
export interface Joined {
  readonly action: 'joined';
  readonly room: string;
  /** As whom. */
  readonly you: Person;
  /** Every room that is open to this person. */
  readonly rooms: string[];
  /** Since when it was asked for, where it was. */
  readonly since?: string;
  /** The oldest first. */
  readonly messages: ChatMessage[];
  /** There is more: `since` of the next `join`. */
  readonly next?: string;
}

/** The answer to `leave`. */
export interface Left {
  readonly action: 'left';
  readonly room: string;
}

/** The answer to `send`: the message is kept, and on its way. */
export interface Sent {
  readonly action: 'sent';
  readonly id: string;
}

/** The answer to what is not done. */
export interface Refused {
  readonly action: 'refused';
  readonly of: string;
  readonly why: string;
}

export type Answer = Joined | Left | Sent | Refused;
