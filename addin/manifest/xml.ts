/** An element as fast-xml-parser gives it with its order kept: one key for the name, `:@` for the attributes. */
export class Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
  readonly text: string;

  constructor(raw: unknown) {
    const { ':@': attributes = {}, ...rest } = raw as Readonly<Record<string, unknown>>;
    const [name = '', content] = Object.entries(rest)[0] ?? [];
    const parts = Array.isArray(content) ? (content as unknown[]) : [];
    this.name = name;
    this.attributes = attributes as Record<string, string>;
    this.children = parts.filter((part) => !isText(part)).map((part) => new Node(part));
    this.text = parts
      .flatMap((part) => (isText(part) ? [String(part['#text'])] : []))
      .join('')
      .trim();
  }

  /** All below of this name, however deep, in their order. */
  find(name: string): readonly Node[] {
    return this.children.flatMap((one) => [...(one.name === name ? [one] : []), ...one.find(name)]);
  }
}

const isText = (part: unknown): part is { readonly '#text': unknown } =>
  typeof part === 'object' && part !== null && '#text' in part;

export const children = (node: Node | undefined, name: string): readonly Node[] =>
  node?.children.filter((one) => one.name === name) ?? [];
export const child = (node: Node | undefined, name: string): Node | undefined => children(node, name)[0];
export const attribute = (node: Node | undefined, name: string): string => node?.attributes[name] ?? '';
export const text = (node: Node | undefined): string => node?.text ?? '';
