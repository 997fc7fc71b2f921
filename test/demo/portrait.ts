import { PNG } from 'pngjs';

type Colour = readonly [red: number, green: number, blue: number];
interface Looks {
  readonly ground: Colour;
  readonly skin: Colour;
  readonly hair: Colour;
  readonly shirt: Colour;
  readonly longHair: boolean;
}

/** Nobody in particular. */
const PEOPLE: readonly Looks[] = [
  { ground: [206, 224, 232], skin: [232, 190, 160], hair: [150, 84, 46], shirt: [40, 96, 144], longHair: true },
  { ground: [226, 214, 236], skin: [244, 212, 186], hair: [222, 182, 98], shirt: [122, 62, 130], longHair: true },
  { ground: [214, 230, 208], skin: [214, 164, 126], hair: [42, 34, 32], shirt: [70, 110, 60], longHair: false },
  { ground: [240, 222, 200], skin: [140, 92, 64], hair: [30, 24, 24], shirt: [200, 92, 48], longHair: false },
];
const SIDE = 96;
/** Points looked at along each side of a pixel: the edges are smooth. */
const FINE = 4;
const DARK: Colour = [60, 40, 36];

const inEllipse = (x: number, y: number, at: { x: number; y: number; w: number; h: number }) =>
  ((x - at.x) / at.w) ** 2 + ((y - at.y) / at.h) ** 2 <= 1;

/** What is seen at a point (0 to 1, from the top left), the foremost first. */
function colourAt(x: number, y: number, { ground, skin, hair, shirt, longHair }: Looks): Colour {
  const head = inEllipse(x, y, { x: 0.5, y: 0.43, w: 0.17, h: 0.21 });
  const eyes = [0.435, 0.565].some((side) => inEllipse(x, y, { x: side, y: 0.43, w: 0.018, h: 0.024 }));
  const smile = y > 0.52 && Math.abs(Math.hypot(x - 0.5, (y - 0.49) * 1.4) - 0.075) < 0.011;
  const fringe = inEllipse(x, y, { x: 0.5, y: 0.34, w: 0.2, h: 0.17 }) && y < 0.35 - (x - 0.5) * 0.25;
  const neck = Math.abs(x - 0.5) < 0.065 && y > 0.55 && y < 0.74;
  const shoulders = inEllipse(x, y, { x: 0.5, y: 1.04, w: 0.38, h: 0.34 });
  const behind = longHair ? { x: 0.5, y: 0.46, w: 0.25, h: 0.29 } : { x: 0.5, y: 0.37, w: 0.19, h: 0.19 };
  if (fringe) return hair;
  if (head) return eyes || smile ? DARK : skin;
  if (neck) return skin;
  if (shoulders) return shirt;
  return inEllipse(x, y, behind) ? hair : ground;
}

/** The picture of a person who does not exist, one of a few by its number: a PNG of 96 by 96. */
export function portrait(number: number): Buffer {
  const looks = PEOPLE[number % PEOPLE.length] as Looks;
  const png = new PNG({ width: SIDE, height: SIDE });
  for (let pixel = 0; pixel < SIDE * SIDE; pixel += 1) {
    const sum = [0, 0, 0];
    for (let step = 0; step < FINE * FINE; step += 1) {
      const x = ((pixel % SIDE) + ((step % FINE) + 0.5) / FINE) / SIDE;
      const y = (Math.floor(pixel / SIDE) + (Math.floor(step / FINE) + 0.5) / FINE) / SIDE;
      colourAt(x, y, looks).forEach((value, channel) => (sum[channel] = (sum[channel] ?? 0) + value));
    }
    png.data.set([...sum.map((value) => Math.round(value / (FINE * FINE))), 255], pixel * 4);
  }
  return PNG.sync.write(png);
}
