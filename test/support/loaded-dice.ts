import { createRequire, syncBuiltinESMExports } from 'node:module';

/** Ids and tokens of this process follow from a seed, so that a history runs the same way again. TLS keeps its own randomness. */
export class LoadedDice {
  private state = 1;
  private readonly putBack: () => void;

  constructor() {
    const node = createRequire(import.meta.url)('node:crypto') as Record<string, unknown>;
    const { randomBytes, randomUUID } = node;
    const bytes = (count: number) => this.bytes(count);
    const uuid = () => {
      const raw = bytes(16);
      raw[6] = ((raw[6] ?? 0) & 0x0f) | 0x40;
      raw[8] = ((raw[8] ?? 0) & 0x3f) | 0x80;
      return raw.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    };
    node.randomBytes = bytes;
    node.randomUUID = uuid;
    Object.defineProperty(globalThis.crypto, 'randomUUID', { value: uuid, configurable: true });
    syncBuiltinESMExports();
    this.putBack = () => {
      node.randomBytes = randomBytes;
      node.randomUUID = randomUUID;
      Reflect.deleteProperty(globalThis.crypto, 'randomUUID');
      syncBuiltinESMExports();
    };
  }

  seed(seed: number): void {
    this.state = (seed | 0) ^ 0x9e3779b9;
  }

  end(): void {
    this.putBack();
  }

  private bytes(count: number): Buffer {
    const all = Buffer.alloc(count);
    for (let at = 0; at < count; at += 1) all[at] = this.next() >>> 24;
    return all;
  }

  /** Marsaglia's xorshift, 32 bits, with its low bits stirred. */
  private next(): number {
    let x = this.state === 0 ? 0x1234567 : this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x;
    return Math.imul(x, 0x85ebca6b);
  }
}
