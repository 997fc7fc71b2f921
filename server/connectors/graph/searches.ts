import type { FolderId, HiddenKey, ItemHead } from '../../model/contact.ts';
import { FailureError } from '../../model/failure.ts';
import type { FoundItem } from '../mailbox.ts';
import type { GraphClient, PartAnswer } from './client.ts';
import type { Folders } from './folders.ts';
import { KEY, keyValue, readKey, RECORD } from './hidden-key.ts';
import { headOf, PLACE } from './mapping.ts';
import { entriesOf, isWire, linkIn, type Wire } from './shape.ts';
import { extendedOf } from './whole-item.ts';

/** Look-ups by $filter, folder by folder: Graph searches contacts in one folder at a time. Complete, or they throw FailureError. */
export class Searches {
  private readonly client: GraphClient;
  private readonly folders: Folders;

  constructor(client: GraphClient, folders: Folders) {
    this.client = client;
    this.folders = folders;
  }

  /** By our named property; the answer to such a filter has the property only if it is expanded. */
  async byKeys(
    keys: readonly HiddenKey[],
    folders: readonly FolderId[],
  ): Promise<{ readonly item: ItemHead; readonly key: HiddenKey }[]> {
    const expand = encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${KEY}' or id eq '${RECORD}')`);
    const asked = keys.flatMap((key) => folders.map((folder) => ({ key, folder })));
    const answers = await this.client.batch(
      asked.map(({ key, folder }) => {
        const filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${KEY}' and ep/value eq '${quoted(keyValue(key))}')`;
        return { method: 'GET', path: listing(folder, `$expand=${expand}&$filter=${encodeURIComponent(filter)}`) };
      }),
    );
    const found: { readonly item: ItemHead; readonly key: HiddenKey }[] = [];
    for (const [at, answer] of answers.entries()) {
      const key = asked[at]?.key;
      if (key === undefined) continue;
      for (const wire of await this.whole(answer)) {
        const record = extendedOf(wire).find(({ id }) => id.endsWith('CardbridgeRecord'))?.value;
        const held = readKey(keyValue(key), record);
        if (held !== undefined) found.push({ item: headOf(wire), key: held });
      }
    }
    return found;
  }

  byAddress(email: string): Promise<FoundItem[]> {
    return this.everywhere([`emailAddresses/any(a:a/address eq '${quoted(email)}')`]);
  }

  /** Graph searches contacts by no words ($search: Searchable=false); a name's beginning it filters by, one property at a time. */
  async byName(text: string, limit: number): Promise<FoundItem[]> {
    const begins = ['displayName', 'surname'].map((property) => `startswith(${property},'${quoted(text)}')`);
    return (await this.everywhere(begins, limit)).slice(0, limit);
  }

  /** Items that fit any of the filters, in every contact folder. `first`: of each folder and filter no more than these. */
  private async everywhere(filters: readonly string[], first?: number): Promise<FoundItem[]> {
    // Where no session of this process has looked yet, nothing is known of folders but the first one.
    if (this.folders.seen.length === 0) await this.folders.tree(undefined, []);
    const folders = [this.folders.root ?? 'contacts', ...this.folders.seen];
    const answers = await this.client.batch(
      folders.flatMap((folder) =>
        filters.map((filter) => ({
          method: 'GET',
          path: listing(folder, `$filter=${encodeURIComponent(filter)}`, FOUND, first),
        })),
      ),
    );
    const found = new Map<string, FoundItem>();
    for (const answer of answers) {
      // A folder that went meanwhile holds nothing.
      if (!answer.ok && answer.failure.kind === 'gone') continue;
      const page = first === undefined || !answer.ok ? await this.whole(answer) : entriesOf(answer.body);
      for (const wire of page) {
        const seen = foundOf(wire);
        found.set(seen.id, seen);
      }
    }
    return [...found.values()];
  }

  private async whole(answer: PartAnswer): Promise<Wire[]> {
    if (!answer.ok) throw new FailureError(answer.failure);
    const found = [...entriesOf(answer.body)];
    const link = linkIn(answer.body as Wire, '@odata.nextLink');
    if (link !== undefined) for await (const page of this.client.pages(link)) found.push(...entriesOf(page));
    return found;
  }
}

/** As a person recognises an item. */
const FOUND = `${PLACE},displayName,companyName,emailAddresses`;

function foundOf(wire: Wire): FoundItem {
  const text = (property: string) => (typeof wire[property] === 'string' ? wire[property] : '');
  const addresses = Array.isArray(wire.emailAddresses) ? wire.emailAddresses.filter(isWire) : [];
  return {
    ...headOf(wire),
    name: text('displayName'),
    company: text('companyName'),
    emails: addresses.flatMap(({ address }) => (typeof address === 'string' && address !== '' ? [address] : [])),
  };
}

function listing(folder: FolderId, query: string, select = PLACE, top = 50): string {
  return `/contactFolders/${encodeURIComponent(folder)}/contacts?$top=${top}&$select=${select}&${query}`;
}

function quoted(text: string): string {
  return text.replaceAll("'", "''");
}
