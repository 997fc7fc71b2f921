import { button, during, element, Rows, say, select } from './dom.ts';
import { edit, type Field } from './form.ts';
import { control, type Services } from './services.ts';

interface Folder {
  readonly id: string;
  readonly displayName: string;
  readonly depth: number;
}

interface Item {
  readonly id: string;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly companyName: string | null;
  readonly jobTitle: string | null;
  readonly mobilePhone: string | null;
  readonly businessPhones: readonly string[];
  readonly emailAddresses: readonly { readonly name: string; readonly address: string }[];
  readonly categories: readonly string[];
  readonly personalNotes: string | null;
}

const FIELDS: readonly Field[] = [
  { name: 'givenName', text: 'First name' },
  { name: 'surname', text: 'Last name' },
  { name: 'email', text: 'E-mail', kind: 'email' },
  { name: 'companyName', text: 'Company' },
  { name: 'jobTitle', text: 'Job title' },
  { name: 'phone', text: 'Business phone', kind: 'tel' },
  { name: 'mobilePhone', text: 'Mobile phone', kind: 'tel' },
  { name: 'personalNotes', text: 'Notes', kind: 'notes' },
];
const CATEGORIES = ['Salesforce', 'Red category', 'Blue category'];
const SELECT =
  'id,displayName,givenName,surname,companyName,jobTitle,mobilePhone,businessPhones,emailAddresses,categories,personalNotes';

/** Outlook's contacts: folders, and the items of one; items can be dragged onto a folder, or moved from their menu. */
export class Contacts {
  readonly view: HTMLElement;
  private readonly services: Services;
  private readonly email: string;
  private readonly folderList = element('ul', { className: 'folders' });
  private readonly list = element('ul', { className: 'cards' });
  private readonly rows = new Rows(this.list);
  private readonly folderRows = new Rows(this.folderList);
  private folders: readonly Folder[] = [];
  private items: readonly Item[] = [];
  private shown = 'contacts';
  /** Deleted here, and where each was; the last one at the end. */
  private readonly deleted: { readonly item: Item; readonly folder: string }[] = [];

  constructor(services: Services, email: string) {
    this.services = services;
    this.email = email;
    const add = button('New contact', () => this.add(), { className: 'primary' });
    this.view = element(
      'section',
      { className: 'side outlook', label: 'Outlook contacts' },
      element(
        'div',
        { className: 'bar' },
        element('h2', {}, 'Outlook contacts'),
        add,
        button('New folder', () => this.addFolder()),
        button('Undo delete', () => this.undoDelete(), {
          label: 'Undo delete of the contact deleted last',
        }),
      ),
      element('div', { className: 'two' }, this.folderList, this.list),
    );
  }

  async refresh(): Promise<void> {
    const folders = await this.allFolders();
    this.folders = folders;
    if (!folders.some(({ id }) => id === this.shown)) this.shown = folders[0]?.id ?? 'contacts';
    this.folderRows.show(
      folders,
      ({ id }) => id,
      ({ id, displayName }) => `${displayName} ${id === this.shown}`,
      (folder) => this.folderRow(folder),
    );
    const items = await this.services.pages<Item>(`/contactFolders/${this.shown}/contacts?$top=200&$select=${SELECT}`);
    this.items = [...items].sort((a, b) => a.displayName.localeCompare(b.displayName));
    this.rows.show(
      this.items,
      ({ id }) => id,
      (item) => JSON.stringify(item),
      (item) => this.card(item),
    );
  }

  private async allFolders(): Promise<Folder[]> {
    const root = await this.services.graph<{ id: string; displayName: string }>('GET', '/contactFolders/contacts');
    const below = async (path: string, depth: number): Promise<Folder[]> => {
      const found = await this.services.pages<{ id: string; displayName: string; childFolderCount?: number }>(path);
      const deeper = await Promise.all(
        found.map(async ({ id, displayName, childFolderCount = 0 }) => [
          { id, displayName, depth },
          ...(childFolderCount > 0 ? await below(`/contactFolders/${id}/childFolders`, depth + 1) : []),
        ]),
      );
      return deeper.flat();
    };
    return [{ ...root, depth: 0 }, ...(await below('/contactFolders', 1))];
  }

  private folderRow({ id, displayName, depth }: Folder): HTMLElement {
    const open = button(displayName, () => this.open(id), { current: id === this.shown });
    const row = element('li', { className: `depth-${Math.min(depth, 3)}` }, open);
    row.ondragover = (event) => event.preventDefault();
    row.ondrop = (event) => {
      event.preventDefault();
      const itemId = event.dataTransfer?.getData('text/plain') ?? '';
      if (itemId !== '') void during(() => this.move(itemId, id));
    };
    return row;
  }

  private open(id: string): Promise<void> {
    this.shown = id;
    this.rows.forget();
    return this.refresh();
  }

  private card(item: Item): HTMLElement {
    const [mail] = item.emailAddresses;
    const moves = select(
      `Move ${item.displayName} to`,
      [
        ['', 'Move to…'],
        ...this.folders.filter(({ id }) => id !== this.shown).map(({ id, displayName }) => [id, displayName] as const),
        ['deleteditems', 'Deleted Items'],
      ],
      '',
      (folder) => (folder === '' ? undefined : this.move(item.id, folder)),
    );
    const row = element(
      'li',
      { className: 'card', draggable: true },
      element(
        'div',
        { className: 'who' },
        this.photo(item),
        element('strong', {}, item.displayName),
        element('span', {}, [mail?.address, item.companyName, item.jobTitle].filter(Boolean).join(' · ')),
        element('span', {}, [...item.businessPhones, item.mobilePhone].filter(Boolean).join(' · ')),
      ),
      element(
        'div',
        { className: 'tags' },
        ...CATEGORIES.map((name) => this.categoryButton(item, name)),
        ...this.otherTags(item),
      ),
      element(
        'div',
        { className: 'acts' },
        button('Edit', () => this.edit(item), { label: `Edit ${item.displayName}` }),
        moves,
        button('Copy', () => this.copy(item), { label: `Copy ${item.displayName}` }),
        button('Delete', () => this.remove(item), { label: `Delete ${item.displayName}` }),
      ),
    );
    row.ondragstart = (event) => event.dataTransfer?.setData('text/plain', item.id);
    return row;
  }

  /** Outlook's own picture of the contact; empty until it is there, and where there is none. */
  private photo({ id }: Item): HTMLElement {
    const shown = element('img', { className: 'photo', alt: '', hidden: true });
    const load = async () => {
      const photo = await this.services.photo(id);
      if (photo === undefined) return;
      shown.onload = () => URL.revokeObjectURL(shown.src);
      shown.src = URL.createObjectURL(photo);
      shown.hidden = false;
    };
    void load().catch(() => undefined);
    return shown;
  }

  private categoryButton(item: Item, name: string): HTMLElement {
    const on = item.categories.includes(name);
    const tag = button(name, () => this.categorise(item, name, !on), {
      className: 'tag',
      label: `${name}, ${item.displayName}`,
    });
    tag.setAttribute('aria-pressed', String(on));
    return tag;
  }

  private otherTags({ categories }: Item): HTMLElement[] {
    return categories
      .filter((name) => !CATEGORIES.includes(name))
      .map((name) => element('span', { className: 'tag own' }, name));
  }

  private add(): Promise<void> {
    return edit('New contact', FIELDS, {}, async (given) => {
      await this.services.graph('POST', `/contactFolders/${this.shown}/contacts`, wire(given, undefined));
      await this.refresh();
    });
  }

  private edit(item: Item): Promise<void> {
    const values = {
      givenName: item.givenName ?? '',
      surname: item.surname ?? '',
      email: item.emailAddresses[0]?.address ?? '',
      companyName: item.companyName ?? '',
      jobTitle: item.jobTitle ?? '',
      phone: item.businessPhones[0] ?? '',
      mobilePhone: item.mobilePhone ?? '',
      personalNotes: item.personalNotes ?? '',
    };
    return edit(`Edit ${item.displayName}`, FIELDS, values, async (given) => {
      await this.services.graph('PATCH', `/contacts/${item.id}`, wire(given, item));
      await this.refresh();
    });
  }

  private async addFolder(): Promise<void> {
    await edit('New folder', [{ name: 'displayName', text: 'Name' }], {}, async (given) => {
      await this.services.graph('POST', `/contactFolders/${this.shown}/childFolders`, given);
      await this.refresh();
    });
  }

  private async categorise(item: Item, name: string, on: boolean): Promise<void> {
    const categories = item.categories.filter((known) => known !== name);
    await this.services.graph('PATCH', `/contacts/${item.id}`, { categories: on ? [...categories, name] : categories });
    await this.refresh();
  }

  private async move(itemId: string, folderId: string): Promise<void> {
    await control('POST', 'outlook/move', { user: this.email, itemId, folderId });
    say('Moved.');
    await this.refresh();
  }

  private async copy(item: Item): Promise<void> {
    await control('POST', 'outlook/copy', { user: this.email, itemId: item.id, folderId: this.shown });
    await this.refresh();
  }

  private async remove(item: Item): Promise<void> {
    await this.services.graph('DELETE', `/contacts/${item.id}`);
    this.deleted.push({ item, folder: this.shown });
    say(`${item.displayName} is in Deleted Items.`);
    await this.refresh();
  }

  private async undoDelete(): Promise<void> {
    const last = this.deleted.at(-1);
    if (last === undefined) return say('Nothing was deleted here.');
    await control('POST', 'outlook/move', { user: this.email, itemId: last.item.id, folderId: last.folder });
    this.deleted.pop();
    say(`${last.item.displayName} is back.`);
    await this.refresh();
  }
}

/** What the person typed, as Graph takes it: only what changed, other addresses and phones kept. */
function wire(given: Readonly<Record<string, string>>, item: Item | undefined): object {
  const { email, phone, ...plain } = given;
  const name = [given['givenName'] ?? item?.givenName, given['surname'] ?? item?.surname].filter(Boolean).join(' ');
  const rest = <T>(list: readonly T[] | undefined) => (list ?? []).slice(1);
  return {
    ...plain,
    ...('givenName' in given || 'surname' in given ? { displayName: name } : {}),
    ...(email === undefined
      ? {}
      : {
          emailAddresses: [
            ...(email === '' ? [] : [{ address: email, name: name || email }]),
            ...rest(item?.emailAddresses),
          ],
        }),
    ...(phone === undefined
      ? {}
      : { businessPhones: [...(phone === '' ? [] : [phone]), ...rest(item?.businessPhones)] }),
  };
}
