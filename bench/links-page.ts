import { chromium, type Page } from '@playwright/test';
import { chromiumPath } from '../scripts/chromium.mjs';
import { openBrowserDoor } from './lists-page.ts';
import { ms, quantile } from './search/figures.ts';
import { crowded, crowdWorkspace } from './sellers/crowd.ts';

/**
 * The picture of links in the built page in Chromium, by the browser door, over a copy with a
 * seller who has 2,000 things and 6,000 links within two steps: `npm run build && npm run
 * bench:links-page`. `ROUNDS` says how often it is opened (15). `SHOT` is a file for what it looks like.
 */
const rounds = Number(process.env.ROUNDS ?? 15);
const shot = process.env.SHOT;

/** Runs in the page before anything of it: when the last large answer came. */
const watchAnswers = `
  const Real = WebSocket;
  window.WebSocket = class extends Real {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        const size = typeof data === 'string' ? data.length : (data.byteLength ?? data.size);
        if (size > 50_000) window.answeredAt = performance.now();
      });
    }
  };`;

/**
 * Runs in the page: presses the button and waits for the frame after all of it was drawn. Gives
 * the time from the press and from the answer.
 */
const showAllInPage = `() => new Promise((resolve, reject) => {
  const button = [...document.querySelectorAll('button')].find((one) => one.textContent.startsWith('Show up to'));
  if (!button) return reject(new Error('there is no button for all of it'));
  window.answeredAt = 0;
  const began = performance.now();
  button.click();
  const look = () => {
    if (performance.now() - began > 20000) return reject(new Error('it never came'));
    const picture = document.querySelector('[data-testid=link-picture]');
    if (picture?.dataset.nodes !== '2000' || picture.dataset.edges !== '6000')
      return requestAnimationFrame(look);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      const now = performance.now();
      resolve({ click: now - began, answer: now - window.answeredAt });
    };
    requestAnimationFrame(() => port2.postMessage(0));
  };
  requestAnimationFrame(look);
})`;

/** Runs in the page: counts the time between frames until it is told to end. */
const watchFrames = `() => {
  const frames = [];
  let last = performance.now();
  let going = true;
  const tick = () => {
    const now = performance.now();
    frames.push(now - last);
    last = now;
    if (going) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  window.framesSeen = () => {
    going = false;
    return frames.slice(1);
  };
}`;

const workspace = await crowdWorkspace();
const door = await openBrowserDoor(workspace.folder);
const browser = await chromium.launch({ executablePath: chromiumPath() ?? undefined });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.on('pageerror', (error) => console.error(error));
  await page.addInitScript(watchAnswers);
  await page.goto(door.url);
  await page.getByLabel('Name', { exact: true }).fill('bench');
  await page.getByLabel('Password', { exact: true }).fill(workspace.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('searchbox', { name: 'Find anything' }).waitFor();
  await opened(page);
  await moved(page);
} finally {
  await browser.close();
  await door.close();
  workspace.discard();
}

/** Opens the page afresh so often, and asks for all of it. */
async function opened(page: Page): Promise<void> {
  const [click, answer]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    await page.goto(`${new URL(page.url()).origin}/#/links/seller/${crowded}`);
    await page.reload();
    await page.getByRole('button', { name: /^Show up to/ }).waitFor({ timeout: 60_000 });
    await page.waitForTimeout(1500);
    const took = await page.evaluate<{ click: number; answer: number }>(`(${showAllInPage})()`);
    click.push(took.click);
    answer.push(took.answer);
  }
  console.log('\n| 2,000 things, 6,000 links | median ms | most ms | aim |\n|---|---:|---:|---:|');
  for (const [name, taken] of [
    ['from the answer to painted', answer],
    ['from the press to painted', click],
  ] as const)
    console.log(
      `| ${name}, ${taken.length} times | ${ms(quantile(taken, 0.5))} | ${ms(Math.max(...taken))} | 500 |`,
    );
}

/** Drags and zooms: while nodes are still on their way, and once they stand. */
async function moved(page: Page): Promise<void> {
  console.log(
    '\n| movement | frames | p50 ms | p95 ms | longest ms | processor time of a task: p95 ms | most ms |',
  );
  console.log('|---|---:|---:|---:|---:|---:|---:|');
  await measured(page, 'picture dragged while nodes find their places', async () =>
    pan(page, await findSpot(page, false)),
  );
  await page.waitForTimeout(6000);
  if (shot !== undefined) await page.screenshot({ path: shot });
  const [empty, node] = [await findSpot(page, false), await findSpot(page, true)];
  await measured(page, 'nothing moved', () => page.waitForTimeout(3000));
  await measured(page, 'picture dragged', () => pan(page, empty));
  await measured(page, 'zoomed in and out', async () => {
    await page.mouse.move(empty.x, empty.y);
    for (let step = 0; step < 24; step += 1) {
      await page.mouse.wheel(0, step % 12 < 6 ? -240 : 240);
      await page.waitForTimeout(120);
    }
  });
  await measured(page, 'a node dragged', () => pan(page, node));
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Looks from the middle outwards for a spot of the picture with a node under it, or without. */
async function findSpot(page: Page, withNode: boolean): Promise<Spot> {
  const picture = page.getByTestId('link-picture');
  const box = await picture.boundingBox();
  if (!box) throw new Error('there is no picture');
  for (let step = 0; step < 400; step += 1) {
    const [turn, far] = [step * 2.4, 4 * Math.sqrt(step)];
    const spot = {
      x: box.x + box.width / 2 + far * Math.cos(turn),
      y: box.y + box.height / 2 + far * Math.sin(turn),
    };
    await page.mouse.move(spot.x, spot.y);
    const over = await picture.evaluate((element) => element.style.cursor === 'grab');
    if (over === withNode) return spot;
  }
  throw new Error('there is no such spot');
}

/** Presses there and moves about for three seconds. */
async function pan(page: Page, from: Spot): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  const began = Date.now();
  for (let step = 0; Date.now() - began < 3000; step += 1) {
    const turn = step / 12;
    await page.mouse.move(from.x + 160 * Math.sin(turn), from.y + 120 * (Math.cos(turn) - 1));
    await page.waitForTimeout(10);
  }
  await page.mouse.up();
}

async function measured(page: Page, name: string, move: () => Promise<void>): Promise<void> {
  await browser.startTracing(page, { categories: ['toplevel'] });
  await page.evaluate(`(${watchFrames})()`);
  await move();
  const frames = await page.evaluate<number[]>('window.framesSeen()');
  const tasks = tasksOf(await browser.stopTracing());
  console.log(
    `| ${name} | ${frames.length} | ${ms(quantile(frames, 0.5))} | ${ms(quantile(frames, 0.95))} | ${ms(Math.max(...frames))} | ${ms(quantile(tasks, 0.95))} | ${ms(Math.max(...tasks))} |`,
  );
}

interface Traced {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** Processor time of the tasks of the page's own thread that had anything to do, in ms. */
function tasksOf(trace: Buffer): number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: Traced[] };
  const page = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  return traceEvents
    .filter(
      ({ ph, name, pid, tid }) =>
        ph === 'X' && name.endsWith('RunTask') && page.has(`${pid} ${tid}`),
    )
    .map(({ tdur = 0 }) => tdur / 1000)
    .filter((took) => took > 1);
}
