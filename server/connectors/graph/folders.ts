import type { Folder, FolderTree } from '../mailbox.ts';
import type { FolderId } from '../../model/contact.ts';
import { FailureError } from '../../model/failure.ts';
import type { GraphClient, PartAnswer } from './client.ts';
import { asFolder, entriesOf, isText, isWire, linkIn, notUnderstood, type Wire, type WireFolder } from './shape.ts';

/** Levels of folders that a mailbox can have (Exchange Online limits, "Mailbox folder limits"). */
const DEEPEST = 300;
const PAGE = '$top=100&$select=id,displayName,parentFolderId';

/** The contact folders as last seen, so that the next look at the tree is one batch. */
export class Folders {
  private readonly client: GraphClient;
  private known: readonly FolderId[];
  private readonly verdicts = new Map<FolderId, boolean>();
  root: FolderId | undefined;

  constructor(client: GraphClient, known: readonly FolderId[]) {
    this.client = client;
    this.known = known;
  }

  get seen(): readonly FolderId[] {
    return this.known;
  }

  /** One batch where the tree is as last seen; one more for each level that is new. */
  async tree(own: FolderId | undefined, names: readonly string[]): Promise<FolderTree> {
    const folders = new Map<FolderId, WireFolder>();
    const asked = new Set<FolderId>();
    let root: WireFolder | undefined;
    let next: FolderId[] = [...new Set([...this.known, ...(own === undefined ? [] : [own])])];
    let levels = 0;
    for (let first = true; first || next.length > 0; first = false) {
      levels += 1;
      if (levels > DEEPEST) throw notUnderstood('a tree of folders with an end', 'graph-endless');
      const level = next.filter((id) => !asked.has(id));
      for (const id of level) asked.add(id);
      const top = first
        ? [
            { method: 'GET' as const, path: '/contactFolders/contacts' },
            { method: 'GET' as const, path: `/contactFolders?${PAGE}` },
          ]
        : [];
      const answers = await this.client.batch([
        ...top,
        ...level.map((id) => ({
          method: 'GET' as const,
          path: `/contactFolders/${encodeURIComponent(id)}/childFolders?${PAGE}`,
        })),
      ]);
      if (first) {
        root = asFolder(must(answers[0]));
        folders.set(root.id, root);
      }
      for (const [position, answer] of answers.entries()) {
        if (first && position === 0) continue;
        // A folder that went since last time has no children to tell of.
        if (!answer.ok && answer.failure.kind === 'gone' && !(first && position === 1)) continue;
        for (const folder of await this.all(must(answer))) folders.set(folder.id, folder);
      }
      next = [...folders.keys()].filter((id) => !asked.has(id) && id !== root?.id);
    }
    if (root === undefined)
      throw new FailureError({
        kind: 'unavailable',
        code: 'graph-no-contacts-folder',
        message: 'The mailbox has no Contacts folder.',
      });
    this.root = root.id;
    return this.sorted(folders, root, own, names);
  }

  private async sorted(
    folders: ReadonlyMap<FolderId, WireFolder>,
    root: WireFolder,
    own: FolderId | undefined,
    names: readonly string[],
  ): Promise<FolderTree> {
    const below = (id: FolderId): WireFolder[] =>
      [...folders.values()].filter((folder) => folder.parentFolderId === id && folder.id !== id);
    // A folder that is said to lie in itself, over whatever way, is gone into once.
    const reach = (id: FolderId): FolderId[] => {
      const reached = new Set([id]);
      for (const one of reached) for (const folder of below(one)) reached.add(folder.id);
      return [...reached];
    };
    const all = reach(root.id);
    this.known = all.filter((id) => id !== root.id);
    const named = names.flatMap((name) =>
      below(root.id).filter((folder) => folder.displayName.toLowerCase() === name.toLowerCase()),
    );
    const id = own ?? named[0]?.id;
    const there = id !== undefined && all.includes(id);
    const inside = there ? reach(id) : [];
    const asFolder = (folderId: FolderId): Folder => ({ id: folderId, name: folders.get(folderId)?.displayName ?? '' });
    return {
      folder: there
        ? { state: 'present', ...asFolder(id) }
        : { state: own === undefined ? 'missing' : await this.whereabouts(own) },
      inside: inside.map(asFolder),
      elsewhere: all.filter((folderId) => !inside.includes(folderId)).map(asFolder),
    };
  }

  /**
   * Whether a folder lies under Deleted Items. One below Contacts does not; of any other, Deleted Items' own id decides where the app may ask for it
   * (that takes a mail permission), else whether it is a contact folder: people may have some beside Contacts.
   */
  async isDeleted(folder: FolderId, passed: readonly FolderId[] = []): Promise<boolean> {
    if (passed.includes(folder)) throw notUnderstood('a folder with its parents', 'graph-endless');
    if (folder === this.root || this.known.includes(folder)) return false;
    const known = this.verdicts.get(folder);
    if (known !== undefined) return known;
    const [bin, own] = await this.client.batch([
      { method: 'GET', path: '/mailFolders/deleteditems?$select=id' },
      { method: 'GET', path: `/contactFolders/${encodeURIComponent(folder)}?$select=id,parentFolderId` },
    ]);
    if (own?.ok === false && own.failure.kind !== 'gone' && own.failure.kind !== 'rejected')
      throw new FailureError(own.failure);
    const binId = textIn(bin, 'id');
    const parent = textIn(own, 'parentFolderId');
    let deleted: boolean;
    if (folder === binId) deleted = true;
    else if (parent === undefined) deleted = binId === undefined;
    else if (parent === folder || parent === this.root) deleted = false;
    else
      deleted = binId === undefined ? false : parent === binId || (await this.isDeleted(parent, [...passed, folder]));
    this.verdicts.set(folder, deleted);
    return deleted;
  }

  /** A folder that is not below Contacts any more: still readable, it lies under Deleted Items. */
  private async whereabouts(own: FolderId): Promise<'missing' | 'deleted'> {
    const [answer] = await this.client.batch([{ method: 'GET', path: `/contactFolders/${encodeURIComponent(own)}` }]);
    if (answer?.ok === true) return 'deleted';
    if (answer?.failure.kind === 'gone') return 'missing';
    throw new FailureError(
      answer?.failure ?? { kind: 'unavailable', code: 'graph-part-missing', message: 'No answer for the folder.' },
    );
  }

  private async all(page: Wire): Promise<WireFolder[]> {
    const found = [...entriesOf(page)];
    const link = linkIn(page, '@odata.nextLink');
    if (link !== undefined) for await (const more of this.client.pages(link)) found.push(...entriesOf(more));
    return found.map(asFolder);
  }
}

/** Undefined: refused. */
function textIn(answer: PartAnswer | undefined, name: string): string | undefined {
  if (answer?.ok !== true) return undefined;
  const value = isWire(answer.body) ? answer.body[name] : undefined;
  if (isText(value)) return value;
  throw notUnderstood('a folder', 'graph-not-a-folder');
}

function must(answer: PartAnswer | undefined): Wire {
  if (answer?.ok === true && isWire(answer.body)) return answer.body;
  throw new FailureError(
    (answer?.ok === false ? answer.failure : undefined) ?? {
      kind: 'unavailable',
      code: 'graph-part-missing',
      message: 'Microsoft Graph left a part of the batch unanswered.',
    },
  );
}
