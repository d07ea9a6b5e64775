// Pages that follow the store. The page names the stream of changes that concern
// it; when some come it is fetched anew and what differs is swapped. However many
// come, it is fetched at most once in a while, and never while it is hidden.
import { swap } from "./swap";

const pause = 1500; // ms between two fetches, more where they take long
const longest = 30_000;
const marked = 120_000; // how long what is new is marked

const words: Record<string, [one: string, many: string]> = {
  event: ["new event", "new events"], turn: ["turn", "turns"], step: ["step of a matter", "steps of matters"], retold: ["event told anew", "events told anew"],
};

function follow(main: HTMLElement, news: HTMLElement, address: URL, every: number) {
  let source: EventSource | undefined, last = address.searchParams.get("after") ?? "";
  let timer: number | undefined, again: number | undefined, fetching = false, wanted = false, ended = false;
  let since = 0, wait = pause, failures = 0;
  let counts: Record<string, number> = {};

  const tell = (state: string, text: string) => {
    news.dataset.state = state;
    if (news.textContent !== text) news.textContent = text;
  };

  const want = () => {
    wanted = true;
    if (!timer && !fetching && !document.hidden) timer = window.setTimeout(fetchPage, Math.max(200, since + wait - Date.now()));
  };

  async function fetchPage() {
    timer = undefined;
    fetching = true;
    wanted = false;
    const told = counts, began = Date.now();
    counts = {};
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-cache" });
      if (!answer.ok) throw new Error(answer.statusText);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main[data-live]");
      if (!fresh) { // it leads to another page now, such as the one to sign in
        ended = true;
        close();
        tell("off", "This page follows no more. Load it again.");
        return;
      }
      if (swap(main, fresh, marked)) {
        document.dispatchEvent(new Event("swapped"));
        const parts = Object.entries(words).filter(([kind]) => told[kind]).map(([kind, [one, many]]) => told[kind] + " " + (told[kind] === 1 ? one : many));
        if (every && !parts.length) return; // what changes by the clock is not told
        const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
        tell("live", `Updated ${time}` + (parts.length ? ": " + parts.join(", ") : ""));
      }
      wait = Math.min(longest, Math.max(pause, 4 * (Date.now() - began)));
    } catch {
      for (const [kind, n] of Object.entries(told)) counts[kind] = (counts[kind] ?? 0) + n;
      wanted = true;
      wait = longest / 3;
    } finally {
      fetching = false;
      since = Date.now();
      if (wanted && !ended) want();
    }
  }

  const change = (e: MessageEvent) => {
    last = e.lastEventId;
    counts[e.type] = (counts[e.type] ?? 0) + 1;
    want();
  };

  function open() {
    if (source || ended || document.hidden) return;
    if (last) address.searchParams.set("after", last);
    source = new EventSource(address);
    for (const kind of ["event", "turn", "step", "retold", "level"]) source.addEventListener(kind, change);
    source.onopen = () => {
      failures = 0;
      if (news.dataset.state !== "live") tell("live", "Live");
    };
    source.onerror = () => {
      tell("off", "Not live; trying again");
      if (source?.readyState !== EventSource.CLOSED) return; // the browser tries again itself
      close();
      again = window.setTimeout(open, Math.min(60_000, 5000 * 2 ** failures++));
    };
    if (wanted) want();
  }

  function close() {
    source?.close();
    source = undefined;
    clearTimeout(again);
    clearTimeout(timer);
    timer = undefined;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  if (every) setInterval(want, 1000 * every);
  document.documentElement.style.setProperty("overflow-anchor", "none"); // swap does that
  open();
}

const main = document.querySelector<HTMLElement>("main[data-live]"), news = document.getElementById("news");
if (main && news) follow(main, news, new URL(main.dataset.live!, location.href), Number(main.dataset.every ?? 0));
