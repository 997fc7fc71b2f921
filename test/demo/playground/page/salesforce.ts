import { button, element, Rows, say, select } from './dom.ts';
import { edit, type Field } from './form.ts';
import { control, type PersonHere, type Services } from './services.ts';

interface ContactRecord {
  readonly Id: string;
  readonly FirstName: string | null;
  readonly LastName: string;
  readonly Name: string;
  readonly Email: string | null;
  readonly Title: string | null;
  readonly Phone: string | null;
  readonly MobilePhone: string | null;
  readonly Description: string | null;
  readonly OwnerId: string;
  readonly Owner: { readonly Name: string } | null;
  readonly Account: { readonly Name: string } | null;
}

const FIELDS: readonly Field[] = [
  { name: 'FirstName', text: 'First name' },
  { name: 'LastName', text: 'Last name' },
  { name: 'Email', text: 'E-mail', kind: 'email' },
  { name: 'Title', text: 'Title' },
  { name: 'Phone', text: 'Phone', kind: 'tel' },
  { name: 'MobilePhone', text: 'Mobile', kind: 'tel' },
  { name: 'Description', text: 'Description', kind: 'notes' },
];
const QUERY =
  'SELECT Id, FirstName, LastName, Name, Email, Title, Phone, MobilePhone, Description, OwnerId, Owner.Name, Account.Name FROM Contact';
const ORDER = 'ORDER BY LastModifiedDate DESC, Id LIMIT 200';
const EVERYTHING = 'all';
const LATE_SECONDS = 60;

/** Salesforce's contacts as the person sees them: a list view, and what one does with its records. */
export class Salesforce {
  readonly view: HTMLElement;
  private readonly services: Services;
  private readonly people: readonly PersonHere[];
  private readonly email: string;
  private readonly list = element('ul', { className: 'cards' });
  private readonly rows = new Rows(this.list);
  private readonly views = element('span');
  private readonly search = element('input', { type: 'search', placeholder: 'Search', label: 'Search Salesforce' });
  private readonly merging = new Set<string>();
  private shown = EVERYTHING;
  private known = '';

  constructor(services: Services, email: string, people: readonly PersonHere[]) {
    this.services = services;
    this.email = email;
    this.people = people;
    this.search.oninput = () => void this.refresh();
    this.view = element(
      'section',
      { className: 'side salesforce', label: 'Salesforce' },
      element(
        'div',
        { className: 'bar' },
        element('h2', {}, 'Salesforce'),
        this.views,
        this.search,
        button('New contact', () => this.add(), { className: 'primary' }),
        button('Edit view', () => this.editView()),
        button('Merge', () => this.merge(), { label: 'Merge the chosen contacts' }),
        button('Undelete', () => this.undelete(), { label: 'Undelete the contact deleted last' }),
      ),
      this.list,
    );
  }

  async refresh(): Promise<void> {
    await this.showViews();
    const records = await this.records();
    this.rows.show(
      records,
      ({ Id }) => Id,
      (record) => JSON.stringify([record, this.merging.has(record.Id)]),
      (record) => this.card(record),
    );
  }

  private async showViews(): Promise<void> {
    const { listviews } = await this.services.salesforce<{
      listviews: { id: string; label: string; soqlCompatible: boolean }[];
    }>('GET', '/sobjects/Contact/listviews?limit=200');
    const text = JSON.stringify(listviews);
    if (text === this.known) return;
    this.known = text;
    const options = listviews
      .filter(({ soqlCompatible }) => soqlCompatible)
      .map(({ id, label }) => [id, label] as const);
    const choose = (id: string) => {
      this.shown = id;
      this.rows.forget();
      return this.refresh();
    };
    this.views.replaceChildren(select('List view', [[EVERYTHING, 'Recently changed'], ...options], this.shown, choose));
  }

  private async records(): Promise<ContactRecord[]> {
    const wanted = this.search.value.trim();
    const like = `%${wanted.replace(/[\\'%_]/g, '\\$&')}%`;
    if (this.shown === EVERYTHING) {
      const where = wanted === '' ? '' : `WHERE Name LIKE '${like}' OR Email LIKE '${like}'`;
      return this.services.query(`${QUERY} ${where} ${ORDER}`);
    }
    const { query } = await this.services.salesforce<{ query: string }>(
      'GET',
      `/sobjects/Contact/listviews/${this.shown}/describe`,
    );
    const ids = (await this.services.query<{ Id: string }>(query)).slice(0, 200).map(({ Id }) => `'${Id}'`);
    if (ids.length === 0) return [];
    const found = await this.services.query<ContactRecord>(`${QUERY} WHERE Id IN (${ids.join(', ')}) ${ORDER}`);
    return found.filter(({ Name, Email }) => `${Name} ${Email ?? ''}`.toLowerCase().includes(wanted.toLowerCase()));
  }

  private card(record: ContactRecord): HTMLElement {
    const { Id, Name } = record;
    const chosen = element('input', {
      type: 'checkbox',
      checked: this.merging.has(Id),
      label: `Choose ${Name} for merging`,
    });
    chosen.onchange = () => void (chosen.checked ? this.merging.add(Id) : this.merging.delete(Id));
    const owners = this.people.map(({ name, salesforceUserId }) => [salesforceUserId, `Owner: ${name}`] as const);
    return element(
      'li',
      { className: 'card' },
      element(
        'div',
        { className: 'who' },
        element('strong', {}, chosen, ` ${Name}`),
        element('span', {}, [record.Email, record.Account?.Name, record.Title].filter(Boolean).join(' · ')),
        element('span', {}, [record.Phone, record.MobilePhone].filter(Boolean).join(' · ')),
      ),
      element(
        'div',
        { className: 'acts' },
        button('Edit', () => this.edit(record), { label: `Edit ${Name} in Salesforce` }),
        select(`Owner of ${Name}`, owners, record.OwnerId, (OwnerId) => this.save(Id, { OwnerId })),
        select(
          `More for ${Name}`,
          [
            ['', 'More…'],
            ['late', `Edit, seen ${LATE_SECONDS} s late`],
            ['hide', 'Hide from me'],
          ],
          '',
          (what) => (what === 'late' ? this.editLate(record) : what === 'hide' ? this.hide(record) : undefined),
        ),
        button('Delete', () => this.remove(record), { label: `Delete ${Name} in Salesforce` }),
      ),
    );
  }

  private add(): Promise<void> {
    return edit('New Salesforce contact', FIELDS, {}, async (given) => {
      await this.services.salesforce('POST', '/sobjects/Contact', given);
      await this.refresh();
    });
  }

  private edit(record: ContactRecord): Promise<void> {
    return edit(`Edit ${record.Name}`, FIELDS, valuesOf(record), (given) => this.save(record.Id, wire(given)));
  }

  /** A long transaction: stamped now, seen by others later. */
  private editLate(record: ContactRecord): Promise<void> {
    return edit(`Edit ${record.Name}, seen ${LATE_SECONDS} s late`, FIELDS, valuesOf(record), async (given) => {
      await control('POST', 'salesforce/late-commit', {
        id: record.Id,
        fields: wire(given),
        seconds: LATE_SECONDS,
      });
      say(`Stamped now, to be seen in ${LATE_SECONDS} seconds.`);
    });
  }

  private async hide({ Id, Name }: ContactRecord): Promise<void> {
    await control('POST', 'salesforce/access', { user: this.email, id: Id, visible: false });
    say(`${Name} is no longer shared with you.`);
    await this.refresh();
  }

  /** What the chosen list view selects. */
  private async editView(): Promise<void> {
    const id = this.shown;
    if (id === EVERYTHING) return say('Choose a list view first.');
    const { query } = await this.services.salesforce<{ query: string }>(
      'GET',
      `/sobjects/Contact/listviews/${id}/describe`,
    );
    await edit('Edit view', [{ name: 'query', text: 'Query', kind: 'notes' }], { query }, async (given) => {
      await control('POST', 'salesforce/list-view', { id, ...given });
      await this.refresh();
    });
  }

  private async save(id: string, fields: object): Promise<void> {
    await this.services.salesforce('PATCH', `/sobjects/Contact/${id}`, fields);
    await this.refresh();
  }

  private async remove({ Id, Name }: ContactRecord): Promise<void> {
    await this.services.salesforce('DELETE', `/sobjects/Contact/${Id}`);
    say(`${Name} is in the Recycle Bin.`);
    await this.refresh();
  }

  private async merge(): Promise<void> {
    const [masterId, ...ids] = this.merging;
    if (masterId === undefined || ids.length === 0)
      return say('Choose two or three contacts first; the one chosen first stays.');
    await control('POST', 'salesforce/merge', { masterId, ids });
    this.merging.clear();
    await this.refresh();
  }

  private async undelete(): Promise<void> {
    const [last] = await this.services
      .salesforce<{ records: { Id: string; Name: string }[] }>(
        'GET',
        `/queryAll?q=${encodeURIComponent('SELECT Id, Name FROM Contact WHERE IsDeleted = true AND MasterRecordId = null ORDER BY SystemModstamp DESC LIMIT 1')}`,
      )
      .then(({ records }) => records);
    if (last === undefined) return say('The Recycle Bin is empty.');
    await control('POST', 'salesforce/undelete', { id: last.Id });
    say(`${last.Name} is back.`);
    await this.refresh();
  }
}

const valuesOf = (record: ContactRecord): Readonly<Record<string, string>> =>
  Object.fromEntries(FIELDS.map(({ name }) => [name, String(record[name as keyof ContactRecord] ?? '')]));

/** Salesforce knows no empty text. */
const wire = (given: Readonly<Record<string, string>>): object =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value === '' ? null : value]));
