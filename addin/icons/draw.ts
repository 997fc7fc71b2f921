import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';

/** Every size that the manifest names: ribbon, mobile in three densities, and the add-in's own. */
export const SIZES = [16, 20, 24, 25, 32, 40, 48, 50, 64, 75, 80, 96, 128, 144] as const;
const FOLDER = join(import.meta.dirname, 'v1');
/** Points looked at along each side of a pixel: the edges are smooth, and the same wherever it is drawn. */
const FINE = 8;

const BLUE = [15, 84, 160] as const;
const WHITE = [255, 255, 255] as const;

/** Whether a point (0 to 1, from the top left) lies in a box with round corners. */
function inBox(px: number, py: number, box: { x: number; y: number; w: number; h: number; r: number }): boolean {
  const dx = Math.max(box.x + box.r - px, px - (box.x + box.w - box.r), 0);
  const dy = Math.max(box.y + box.r - py, py - (box.y + box.h - box.r), 0);
  return dx * dx + dy * dy <= box.r * box.r;
}

/** Whether a point lies in an arrow from `from` to `to` at this height; `to` left of `from` points left. */
function inArrow(px: number, py: number, { from, to, at }: { from: number; to: number; at: number }): boolean {
  const ahead = Math.sign(to - from);
  const left = (to - px) * ahead;
  const behind = (px - from) * ahead;
  if (left < 0 || behind < 0) return false;
  return Math.abs(py - at) <= (left <= 0.12 ? left * 0.75 : 0.028);
}

/** The picture: a contact card on a blue ground, with a person and a way there and back. */
function colourAt(px: number, py: number): readonly [number, number, number] | undefined {
  if (!inBox(px, py, { x: 0, y: 0, w: 1, h: 1, r: 0.2 })) return undefined;
  if (!inBox(px, py, { x: 0.1, y: 0.2, w: 0.8, h: 0.6, r: 0.08 })) return BLUE;
  const head = Math.hypot(px - 0.32, py - 0.41) <= 0.095;
  const shoulders = py <= 0.69 && Math.hypot(px - 0.32, py - 0.69) <= 0.16;
  const there = inArrow(px, py, { from: 0.54, to: 0.83, at: 0.4 });
  const back = inArrow(px, py, { from: 0.83, to: 0.54, at: 0.6 });
  return head || shoulders || there || back ? BLUE : WHITE;
}

/** One icon as PNG pixels: red, green, blue and opacity of each. */
export function drawIcon(size: number): PNG {
  const png = new PNG({ width: size, height: size });
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      const sum = [0, 0, 0];
      let covered = 0;
      for (let step = 0; step < FINE * FINE; step += 1) {
        const px = (x + ((step % FINE) + 0.5) / FINE) / size;
        const py = (y + (Math.floor(step / FINE) + 0.5) / FINE) / size;
        const colour = colourAt(px, py);
        if (colour === undefined) continue;
        covered += 1;
        colour.forEach((value, channel) => (sum[channel] = (sum[channel] ?? 0) + value));
      }
      const at = (y * size + x) * 4;
      sum.forEach((value, channel) => (png.data[at + channel] = covered === 0 ? 0 : Math.round(value / covered)));
      png.data[at + 3] = Math.round((covered / (FINE * FINE)) * 255);
    }
  return png;
}

/** `npm run icons`: writes them anew. A changed picture needs a folder of a new name: Outlook keeps icons by their address. */
if (process.argv[1] === import.meta.filename) {
  mkdirSync(FOLDER, { recursive: true });
  for (const size of SIZES) writeFileSync(join(FOLDER, `icon-${size}.png`), PNG.sync.write(drawIcon(size)));
  console.log(`${SIZES.length} icons in ${FOLDER}`);
}
