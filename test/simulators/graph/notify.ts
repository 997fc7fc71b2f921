import { post } from './endpoint.ts';
import { changeKeyOf, wireId, type MailboxState, type Moment } from './mailbox-state.ts';
import type { Subscription, Subscriptions } from './subscriptions.ts';

const ANSWER_MS = 3000;
const FIRST_RETRY_MS = 1000;
const GIVE_UP_MS = 4 * 3_600_000;

export type LifecycleEvent = 'missed' | 'subscriptionRemoved' | 'reauthorizationRequired';

/** Sends what happens in the mailboxes to those who subscribed ("Receive change notifications through webhooks"). */
export class Notifier {
  private readonly state: MailboxState;
  private readonly subscriptions: Subscriptions;

  constructor(state: MailboxState, subscriptions: Subscriptions) {
    this.state = state;
    this.subscriptions = subscriptions;
    state.onChange((moment) => {
      this.changed(moment);
    });
  }

  /** To every subscription of a person that has an address for it. */
  lifecycle(user: string, lifecycleEvent: LifecycleEvent): number {
    const told = this.subscriptions
      .live(user)
      .filter(({ lifecycleNotificationUrl }) => lifecycleNotificationUrl !== undefined);
    for (const one of told) {
      this.send(one.lifecycleNotificationUrl ?? '', { ...this.common(one), lifecycleEvent });
    }
    if (lifecycleEvent === 'subscriptionRemoved')
      for (const { id } of this.subscriptions.live(user)) this.subscriptions.forget(id);
    return told.length;
  }

  private changed({ user, row, from, to }: Moment): void {
    for (const one of this.subscriptions.live(user)) {
      const changeType = this.changeFor(one, from, to);
      if (changeType === undefined || !one.changeType.split(',').includes(changeType)) continue;
      const id = wireId(row, one.immutable);
      const { objectId = user } = this.state.context.users.find(({ email }) => email === user) ?? {};
      const resource = `Users/${objectId}/Contacts/${id}`;
      this.send(one.notificationUrl, {
        ...this.common(one),
        changeType,
        resource,
        resourceData: {
          '@odata.type': '#Microsoft.Graph.Contact',
          '@odata.id': resource,
          '@odata.etag': `W/"${changeKeyOf(row)}"`,
          id,
        },
      });
    }
  }

  /** What a change is to a subscription: coming into its scope is creation, leaving it deletion. */
  private changeFor(one: Subscription, from: string | undefined, to: string | undefined): string | undefined {
    const within = (folder: string | undefined) =>
      folder !== undefined &&
      (one.folder === undefined ? this.state.folders.get(folder)?.kind === 'contacts' : one.folder === folder);
    if (within(from)) {
      if (within(to)) return 'updated';
      return to === undefined || this.state.context.switches.get('graph.moveOutNotified') === true
        ? 'deleted'
        : undefined;
    }
    return within(to) ? 'created' : undefined;
  }

  private common(one: Subscription): object {
    return {
      subscriptionId: one.id,
      subscriptionExpirationDateTime: new Date(one.expiresAt).toISOString(),
      tenantId: this.state.context.product.tenantId,
      ...(one.clientState === undefined ? {} : { clientState: one.clientState }),
    };
  }

  /** Until it is taken with a 2xx within three seconds, for four hours at most. */
  private send(url: string, notification: object, since = Date.now(), wait = FIRST_RETRY_MS): void {
    const again = () => {
      if (Date.now() - since < GIVE_UP_MS)
        setTimeout(() => {
          this.send(url, notification, since, wait * 2);
        }, wait).unref();
    };
    post(url, 'application/json; charset=utf-8', JSON.stringify({ value: [notification] }), ANSWER_MS).then(
      ({ status }) => {
        if (status < 200 || status > 299) again();
      },
      again,
    );
  }
}
