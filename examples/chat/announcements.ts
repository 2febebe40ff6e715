import { aws_events as events, aws_events_targets as targets } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { RealtimeBroadcast } from 'cdk-gatehouse';

export interface AnnouncementsProps {
  readonly broadcast: RealtimeBroadcast;
}

/**
 * Tells everybody who is connected what comes as an event: a rule writes it into the broadcast queue, and no function of the chat runs for it.
 */
export class Announcements extends Construct {
  public readonly source = 'chat.operators';

  constructor(scope: Construct, id: string, { broadcast }: AnnouncementsProps) {
    super(scope, id);
    const rule = new events.Rule(this, 'Rule', {
      description: 'Announcements to everybody in the chat',
      eventPattern: { source: [this.source], detailType: ['announcement'], detail: { text: events.Match.exists() } },
    });
    rule.addTarget(new targets.SqsQueue(broadcast.queue, {
      message: events.RuleTargetInput.fromObject({
        to: { everyone: true },
        data: { kind: 'announcement', text: events.EventField.fromPath('$.detail.text') },
        // EventBridge delivers at least once; with its id, pages show it once.
        id: events.EventField.eventId,
      }),
      // What cannot even be handed over ends where what cannot be sent does: there an alarm rings.
      deadLetterQueue: broadcast.deadLetterQueue,
    }));
  }
}
