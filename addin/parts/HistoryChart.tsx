import { Caption1, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { Counts, Day } from '../../server/http/contract.ts';
import { viewWords } from '../words/views.ts';
import { day as dayText, words } from '../words/words.ts';
import { Card } from './Card.tsx';
import { Await } from './Await.tsx';
import { useLoaded } from './use-loaded.ts';

const DAYS = 30;
const DAY_MS = 86_400_000;
const [WIDTH, HEIGHT, BAR] = [300, 40, 8];

/** What is drawn, each in a row of its own, so that no colour has to tell them apart. */
const SERIES = {
  created: ({ itemsCreated, recordsCreated }: Counts) => itemsCreated + recordsCreated,
  updated: ({ itemsUpdated, recordsUpdated }: Counts) => itemsUpdated + recordsUpdated,
  deleted: ({ itemsDeleted, recordsDeleted }: Counts) => itemsDeleted + recordsDeleted,
  conflicts: ({ conflicts }: Counts) => conflicts,
  refused: ({ refused }: Counts) => refused,
} as const;
type Series = 'sessions' | keyof typeof SERIES;
const ROWS: readonly Series[] = ['sessions', 'created', 'updated', 'deleted', 'conflicts', 'refused'];

const useStyles = makeStyles({
  rows: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalS },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 9rem) minmax(0, 1fr)',
    alignItems: 'end',
    gap: tokens.spacingHorizontalM,
    '@media (max-width: 30rem)': { gridTemplateColumns: 'minmax(0, 1fr)', gap: 0 },
  },
  chart: { inlineSize: '100%', blockSize: '2.5rem', display: 'block' },
  bar: { fill: tokens.colorBrandBackground, '@media (forced-colors: active)': { fill: 'CanvasText' } },
  line: { stroke: tokens.colorNeutralStrokeAccessible, '@media (forced-colors: active)': { stroke: 'CanvasText' } },
  soft: { color: tokens.colorNeutralForeground2 },
  ends: { display: 'flex', justifyContent: 'space-between', color: tokens.colorNeutralForeground2 },
  scroll: { overflowX: 'auto', ':focus-visible': { outlineStyle: 'solid' } },
  table: {
    borderCollapse: 'collapse',
    '& th, & td': {
      padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalS}`,
      textAlign: 'end',
      fontWeight: tokens.fontWeightRegular,
    },
    '& th:first-child': { textAlign: 'start', whiteSpace: 'nowrap' },
  },
  summary: { cursor: 'pointer' },
});

/** Thirty days up to today, those without a session too. */
export function filled(days: readonly Day[], now: Date): readonly (readonly [day: string, known: Day | undefined])[] {
  const known = new Map(days.map((one) => [one.day, one]));
  return Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(now.getTime() - (DAYS - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    return [day, known.get(day)] as const;
  });
}

const valueOf = (series: Series, day: Day | undefined): number => {
  if (day === undefined) return 0;
  return series === 'sessions' ? day.sessions : SERIES[series](day.counts);
};

/** What the sessions did in thirty days: bars for the eye, and the same as a table. */
export function HistoryChart({
  title,
  load,
  after,
}: {
  readonly title: string;
  readonly load: () => Promise<{ readonly days: readonly Day[] }>;
  /** Loads anew when it changes. */
  readonly after?: string | undefined;
}) {
  const styles = useStyles();
  const loaded = useLoaded(load, [after]);
  return (
    <Card title={title}>
      <Await loaded={loaded} rows={2}>
        {({ days }) => {
          const shown = filled(days, new Date());
          const [first, last] = [shown[0]?.[0] ?? '', shown.at(-1)?.[0] ?? ''];
          return (
            <div className={styles.rows}>
              {ROWS.map((series) => (
                <Bars key={series} series={series} days={shown} />
              ))}
              <Caption1 className={styles.ends} aria-hidden>
                <span>{dayText(first)}</span>
                <span>{dayText(last)}</span>
              </Caption1>
              <details>
                <summary className={styles.summary}>{viewWords().chart.table}</summary>
                <div className={styles.scroll} tabIndex={0} role="region" aria-label={title}>
                  <table className={styles.table}>
                    <thead>
                      <tr>
                        <th scope="col">{viewWords().chart.day}</th>
                        {ROWS.map((series) => (
                          <th scope="col" key={series}>
                            {viewWords().chart.series[series]}
                          </th>
                        ))}
                      </tr>
                    </thead>
                    <tbody>
                      {shown.map(([day, known]) => (
                        <tr key={day}>
                          <th scope="row">{dayText(day)}</th>
                          {ROWS.map((series) => (
                            <td key={series}>{valueOf(series, known)}</td>
                          ))}
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              </details>
              <Caption1 className={styles.soft}>{viewWords().chart.zone}</Caption1>
            </div>
          );
        }}
      </Await>
    </Card>
  );
}

function Bars({ series, days }: { readonly series: Series; readonly days: ReturnType<typeof filled> }) {
  const styles = useStyles();
  const values = days.map(([, known]) => valueOf(series, known));
  const total = values.reduce((sum, one) => sum + one, 0);
  const most = Math.max(...values, 1);
  const name = viewWords().chart.series[series];
  const step = WIDTH / DAYS;
  return (
    <div className={styles.row}>
      <Text>
        {name} <Text weight="semibold">{total}</Text>
      </Text>
      <svg
        role="img"
        aria-label={viewWords().chart.bars(total, name)}
        className={styles.chart}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
      >
        {/* Time goes the way one reads. */}
        <g {...(words.direction === 'rtl' ? { transform: `translate(${WIDTH} 0) scale(-1 1)` } : {})}>
          <line x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} className={styles.line} vectorEffect="non-scaling-stroke" />
          {values.map((value, index) => {
            // The smallest is still to be seen.
            const height = value === 0 ? 0 : Math.max((value / most) * HEIGHT, 3);
            return (
              <rect
                key={index}
                className={styles.bar}
                x={index * step + (step - BAR) / 2}
                y={HEIGHT - height}
                width={BAR}
                height={height}
              />
            );
          })}
        </g>
      </svg>
    </div>
  );
}
