/** What a page of the dashboard noted about itself; instants are ms since its navigation began. */
export interface PageNotes {
  /** When the first services could be seen. */
  readonly rowsAt?: number;
  /** What the stream told of a service: that it was checked, or how it stands now. */
  readonly told: readonly Noted[];
  /** What the list began to show, in the same words. */
  readonly shown: readonly Noted[];
}

export interface Noted {
  readonly at: number;
  /** `SERVICE INSTANT` of a check, or `SERVICE STATUS`. */
  readonly what: string;
}

/** Reads the notes of a page. */
export const readNotes = 'globalThis.benchNotes';

/** A script that goes before those of the page: it reads the stream of events along with them, and watches the list of services. */
export const takeNotes = `{
  const notes = { told: [], shown: [] };
  globalThis.benchNotes = notes;

  const decode = TextDecoder.prototype.decode;
  const results = /event: result\\ndata: {"service":"([^"]*)","timestamp":"([^"]*)"/g;
  const verdicts = /event: health\\ndata: {"service":"([^"]*)","from":"[^"]*","to":"([^"]*)"/g;
  TextDecoder.prototype.decode = function (...args) {
    const text = decode.apply(this, args);
    const at = performance.now();
    for (const [, service, what] of text.matchAll(results)) notes.told.push({ at, what: service + ' ' + what });
    for (const [, service, what] of text.matchAll(verdicts)) notes.told.push({ at, what: service + ' ' + what });
    return text;
  };

  const last = new Map();
  const show = (at, service, kind, what) => {
    const key = kind + ' ' + service;
    if (last.get(key) === what) return;
    last.set(key, what);
    notes.shown.push({ at, what: service + ' ' + what });
  };
  const look = () => {
    const at = performance.now();
    const rows = document.querySelectorAll('.services-body .row');
    if (rows.length === 0) return;
    if (notes.rowsAt === undefined) {
      notes.rowsAt = at;
      // They are seen with the frame that follows.
      requestAnimationFrame(() => setTimeout(() => {
        notes.rowsAt = performance.now();
      }));
    }
    for (const row of rows) {
      const service = row.querySelector('[data-row]').textContent;
      show(at, service, 'checked', row.querySelector('time')?.dateTime);
      show(at, service, 'state', row.querySelector('.state').classList[1]);
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
}`;
