import { QueueAnswer, QueueEvent, Invocation } from '../../handlers/broadcast/on-event';

/** What a function's process answers to an event. */
export interface ProcessAnswer {
  readonly answer: QueueAnswer;
  /** The most memory that the process has had, in bytes. */
  readonly peakBytes: number;
}

/** Makes this process the container of a function: it is sent events and answers each. */
export function serve(handler: (event: QueueEvent, invocation: Invocation) => Promise<QueueAnswer>): void {
  process.on('message', (event: QueueEvent) => {
    void handler(event, { getRemainingTimeInMillis: () => 60_000 }).then((answer) => {
      const reply: ProcessAnswer = { answer, peakBytes: process.resourceUsage().maxRSS * 1_024 };
      process.send!(reply);
    });
  });
}
