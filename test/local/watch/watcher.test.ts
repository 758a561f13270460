import { exampleEvent } from '../../../detections/examples/example-event';
import { ALL_TIME } from '../../../local/replay/time-range';
import { checkSettings, mergeSettings } from '../../../local/settings/replay-settings';
import { follow } from '../../../local/watch/follow';
import type { WatchState } from '../../../local/watch/watch-state';
import type { WatchedFile, WatchedPlace } from '../../../local/watch/watched-place';
import { type Look, Watcher } from '../../../local/watch/watcher';

const START = Date.parse('2026-11-02T12:00:00Z');
const HOUR = 3_600_000;
const NOTHING: WatchState = { files: new Map(), told: new Set() };

/** A place that a test writes; `opened` says how often each file was read. */
class FakePlace implements WatchedPlace {
  readonly texts = new Map<string, { text: string; changed: number }>();
  readonly opened: string[] = [];
  isAway = false;

  write(name: string, records: readonly object[], changed = START - HOUR): void {
    this.texts.set(name, { text: JSON.stringify({ Records: records }), changed });
  }

  async look(): Promise<readonly WatchedFile[]> {
    if (this.isAway) throw Object.assign(new Error('cannot read it'), { name: 'ReadFolderError' });
    return [...this.texts].map(([name, { text, changed }]) => ({
      file: { name, bytes: text.length, open: () => this.#open(name, text) },
      version: `${text.length} ${changed}`,
      changed,
    }));
  }

  close(): void {}

  async *#open(name: string, text: string): AsyncGenerator<Uint8Array> {
    this.opened.push(name);
    yield Buffer.from(text);
  }
}

const stopped = (minute: number, more: object = {}) =>
  exampleEvent(
    'cloudtrail',
    'StopLogging',
    { name: 'harbor-trail' },
    {
      eventID: `stop-${minute}`,
      eventTime: `2026-11-02T09:${String(minute).padStart(2, '0')}:00Z`,
      ...more,
    },
  );
const watcherOf = (place: WatchedPlace, state = NOTHING) =>
  new Watcher(place, state, { settings: mergeSettings(), range: ALL_TIME, reading: {} });
const recordsOf = (look: Look | undefined) =>
  look?.news.alarms
    .filter(({ detection }) => detection === 'trail-stopped')
    .flatMap(({ causes }) => causes.map(({ eventId }) => eventId)) ?? [];

test('each record is told once, whether it comes in a new file, again in another, or in one that grew', async () => {
  const place = new FakePlace();
  const watcher = watcherOf(place);
  place.write('a.json', [stopped(1)]);
  expect(recordsOf(await watcher.look(START))).toEqual(['stop-1']);
  expect(await watcher.look(START + 1)).toBeUndefined();
  place.write('b.json', [stopped(1), stopped(2)]);
  expect(recordsOf(await watcher.look(START + 2))).toEqual(['stop-2']);
  place.write('b.json', [stopped(1), stopped(2), stopped(40)]);
  expect(recordsOf(await watcher.look(START + 3))).toEqual(['stop-40']);
});

test('a restart tells nothing again, and still knows what it takes to judge what comes', async () => {
  const place = new FakePlace();
  const before = watcherOf(place);
  const refused = (minute: number) =>
    Array.from({ length: 40 }, (_, index) =>
      exampleEvent(
        's3',
        'GetObject',
        {},
        {
          errorCode: 'AccessDenied',
          eventID: `refused-${minute}-${index}`,
          eventTime: `2026-11-02T09:0${minute}:${String(index).padStart(2, '0')}Z`,
        },
      ),
    );
  place.write('a.json', [stopped(1), ...refused(1)]);
  await before.look(START);
  const after = watcherOf(place, before.state);
  expect(await after.look(START + HOUR)).toBeUndefined();
  place.opened.length = 0;
  place.write('b.json', [stopped(2)]);
  expect(recordsOf(await after.look(START + HOUR))).toEqual(['stop-2']);
  // The first file is read once more, as what the new one is judged with.
  expect(place.opened).toEqual(['a.json', 'b.json']);
});

test('files of more than a day before the latest are not read again after a restart', async () => {
  const place = new FakePlace();
  place.write('old.json', [stopped(1)], START - 50 * HOUR);
  place.write('new.json', [stopped(2)], START - HOUR);
  const before = watcherOf(place);
  await before.look(START);
  place.opened.length = 0;
  const after = watcherOf(place, before.state);
  place.write('next.json', [stopped(3)], START - HOUR);
  expect(recordsOf(await after.look(START))).toEqual(['stop-3']);
  expect(place.opened).toEqual(['new.json', 'next.json']);
});

test('after a day it begins anew with the files of that day, and tells none of it again', async () => {
  const place = new FakePlace();
  const watcher = watcherOf(place);
  place.write('a.json', [stopped(1)]);
  await watcher.look(START);
  place.write('b.json', [stopped(2)]);
  expect(recordsOf(await watcher.look(START + 25 * HOUR))).toEqual(['stop-2']);
  expect(place.opened).toEqual(['a.json', 'a.json', 'b.json']);
  expect([...watcher.state.told].filter((id) => id.includes('stop-'))).not.toHaveLength(0);
});

test('a file that cannot be read is named, and read again when it changes', async () => {
  const place = new FakePlace();
  const watcher = watcherOf(place);
  place.texts.set('a.json', { text: `{"Records":[${JSON.stringify(stopped(1))},{"eventVer`, changed: 0 });
  const look = await watcher.look(START);
  expect(look?.unreadable.map(({ path }) => path)).toEqual(['a.json']);
  place.write('a.json', [stopped(1), stopped(2)]);
  const again = await watcher.look(START);
  expect([...recordsOf(look), ...recordsOf(again)]).toEqual(['stop-1', 'stop-2']);
  expect(again?.unreadable).toEqual([]);
});

test('what the settings silence is not told, and each look says what more was kept quiet', async () => {
  const place = new FakePlace();
  const { suppressions = [] } = checkSettings(
    {
      suppressions: [
        { detection: 'trail-stopped', owner: 'ops', reason: 'being rebuilt', expires: '2099-12-31' },
      ],
    },
    (key) => key,
  );
  const settings = mergeSettings({ suppressions });
  const silenced = (state = NOTHING) => new Watcher(place, state, { settings, range: ALL_TIME, reading: {} });
  place.write('a.json', [stopped(1)]);
  const watcher = silenced();
  const first = await watcher.look(START);
  expect(recordsOf(first)).toEqual([]);
  expect(first?.silenced).toEqual([expect.stringContaining('(trail-stopped; ops, until')]);
  place.write('b.json', [exampleEvent('ecs', 'ListTasks', null, { eventID: 'list' })]);
  expect((await watcher.look(START + 1))?.silenced).toEqual([]);
  // A restart counts again from what it learns again, and without the silence it is told.
  place.write('c.json', [stopped(40)]);
  const again = await silenced(watcher.state).look(START + 2);
  expect([recordsOf(again), again?.silenced.length]).toEqual([[], 1]);
  expect(recordsOf(await watcherOf(place).look(START))).toEqual(['stop-1', 'stop-40']);
});

describe('follow', () => {
  const followed = () => {
    const heard: string[] = [];
    return {
      heard,
      onLook: (look: Look) => heard.push(`look ${recordsOf(look).join()}`),
      onWaiting: (files: number) => heard.push(`waiting for ${files}`),
      onTrouble: (reason: string) => heard.push(`trouble ${reason}`),
      onQuiet: (since: number) => heard.push(`quiet since ${since - START}`),
    };
  };
  /** Each wait is a minute long, and something happens in it. */
  const paceOf = (events: readonly (() => void)[]) => {
    let minute = 0;
    return {
      now: () => START + minute * 60_000,
      wait: async () => {
        events[minute]?.();
        minute += 1;
      },
      isOver: () => minute > events.length,
    };
  };
  const nothing = () => {};

  test('a place that goes away is told once, and watched on when it is back', async () => {
    const place = new FakePlace();
    const heard = followed();
    const away = () => {
      place.isAway = true;
    };
    const back = () => {
      place.isAway = false;
      place.write('a.json', [stopped(1)]);
    };
    await follow(watcherOf(place), paceOf([away, nothing, back]), heard, { pauseMs: 1, isOnce: false });
    expect(heard.heard).toEqual(['trouble cannot read it', 'look stop-1']);
  });

  test('a place that never was there is an error', async () => {
    const place = new FakePlace();
    place.isAway = true;
    await expect(
      follow(watcherOf(place), paceOf([]), followed(), { pauseMs: 1, isOnce: false }),
    ).rejects.toThrow('cannot read it');
  });

  test('half an hour without a file is told, then an hour', async () => {
    const heard = followed();
    const pace = paceOf(Array.from({ length: 65 }, () => nothing));
    await follow(watcherOf(new FakePlace()), pace, heard, { pauseMs: 1, isOnce: false });
    expect(heard.heard).toEqual(['quiet since 0', 'quiet since 0']);
  });

  test('once waits for files that are still written, and no longer', async () => {
    const place = new FakePlace();
    const heard = followed();
    place.write('a.json', [stopped(1)], START);
    await follow(watcherOf(place), paceOf(Array.from({ length: 9 }, () => nothing)), heard, {
      pauseMs: 1,
      isOnce: true,
    });
    expect(heard.heard).toEqual(['waiting for 1', 'look stop-1']);
  });
});
