import { button, element } from './dom.ts';
import type { OfficeHost, ShownItem } from './office-host.ts';

/**
 * The pane as Outlook holds it: pinned it stays and is told of the item that is opened; not pinned it closes with the next item. Outlook pins beside messages
 * alone (learn.microsoft.com/office/dev/add-ins/outlook/pinnable-taskpane).
 */
export class PaneFrame {
  readonly view: HTMLElement;
  private readonly host: OfficeHost;
  private readonly start: () => void;
  private readonly frame: HTMLIFrameElement;
  private readonly closed = element('p', {}, 'The pane is closed: it was not pinned.');
  private readonly pin = button('', () => this.setPinned(!this.pinned));
  private readonly reopen = button('Open Cardbridge', () => this.open());
  private pinned = true;
  private isOpen = false;
  private item: ShownItem | null = null;

  constructor(frame: HTMLIFrameElement, host: OfficeHost, start: () => void) {
    this.frame = frame;
    this.host = host;
    this.start = start;
    this.view = element(
      'div',
      { className: 'frame' },
      element('div', { className: 'bar' }, element('h2', {}, 'Cardbridge'), this.reopen, this.pin),
      this.closed,
      frame,
    );
    this.setPinned(true);
  }

  open(): void {
    this.isOpen = true;
    this.draw();
    this.start();
    this.host.show(this.item);
  }

  /** Another item is open now; null: none. */
  show(item: ShownItem | null): void {
    const other = item?.id !== this.item?.id;
    this.item = item;
    if (other && this.isOpen && !this.stays(item)) this.close();
    this.host.show(item);
  }

  recipientsChanged(item: ShownItem): void {
    this.item = item;
    this.host.recipientsChanged(item);
  }

  private stays(item: ShownItem | null): boolean {
    return this.pinned && (item === null || item.kind === 'message' || item.kind === 'compose');
  }

  private close(): void {
    this.isOpen = false;
    this.frame.src = 'about:blank';
    this.draw();
  }

  private setPinned(pinned: boolean): void {
    this.pinned = pinned;
    this.pin.textContent = pinned ? 'Pinned' : 'Pin';
    this.pin.title = pinned ? 'The pane stays while another message is opened' : 'The pane closes with the next item';
    this.pin.className = pinned ? 'primary' : '';
    this.draw();
  }

  private draw(): void {
    this.frame.hidden = !this.isOpen;
    this.reopen.hidden = this.isOpen;
    this.closed.hidden = this.isOpen;
  }
}
