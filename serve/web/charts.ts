// Draws the chart of a relation anew with what a reader with a mouse can use:
// the level on any day, and an event's words when it is pointed at. The page has
// the chart without it.
import * as Plot from "@observablehq/plot";

interface Level { date: string; level: number }
interface Turn { date: string; direction: string; before: number; after: number; probability: number }
interface Phase { name: string; from: string; to: string; mean: number }
interface Mark { Date: string; Score: number; Class: string; Title: string; Href: string }
interface Course { title: string; until: string; levels: Level[]; turns: Turn[] | null; phases: Phase[] | null; marks: Mark[] | null }

const day = (s: string) => new Date(s + "T00:00:00Z");
const signed = (x: number) => (x > 0 ? "+" : "") + x.toFixed(1).replace("-", "\u2212");

function draw(course: Course, box: HTMLElement) {
  const width = Math.max(box.clientWidth, 600);
  const inside = (x: number) => Math.max(-top, Math.min(top, x));
  const turns = course.turns ?? [], phases = course.phases ?? [], marks = course.marks ?? [];
  const top = course.levels.some((p) => Math.abs(p.level) > 5) || marks.some((m) => Math.abs(m.Score) > 5) ? 10 : 5;
  const color = (c: string) => `var(--${c})`;
  const chart = Plot.plot({
    className: "plot",
    width,
    height: Math.round(Math.max(300, Math.min(380, width * 0.34))),
    marginLeft: 42, marginRight: 16, marginTop: 26, marginBottom: 48,
    style: { background: "transparent", color: "var(--soft)", fontSize: "12px", fontFamily: "inherit", overflow: "visible" },
    ariaLabel: "Level over time: " + course.title,
    x: { type: "utc", label: null, tickPadding: 16 },
    y: { domain: [-top, top], label: null, ticks: 5, tickFormat: (d: number) => (d === 0 ? "0" : signed(d).replace(".0", "")) },
    marks: [
      Plot.rectX(phases.filter((_, i) => i % 2 === 0), { x1: (d: Phase) => day(d.from), x2: (d: Phase) => day(d.to), fill: "currentColor", fillOpacity: 0.06 }),
      Plot.gridY({ ticks: 5, stroke: "var(--line)", strokeOpacity: 1 }),
      Plot.ruleY([0], { stroke: "currentColor", strokeOpacity: 0.6 }),
      Plot.text(phases.filter((p) => day(p.to).getTime() - day(p.from).getTime() > (day(course.until).getTime() - day(course.levels[0].date).getTime()) / 12), {
        x: (d: Phase) => new Date((day(d.from).getTime() + day(d.to).getTime()) / 2), frameAnchor: "top", dy: 5, text: "name", fill: "currentColor",
      }),
      Plot.areaY(course.levels, { x: (d: Level) => day(d.date), y1: 0, y2: "level", fill: "var(--accent)", fillOpacity: 0.09, curve: "monotone-x" }),
      Plot.lineY(course.levels, { x: (d: Level) => day(d.date), y: "level", stroke: "var(--accent)", strokeWidth: 2, curve: "monotone-x" }),
      ...["escalation", "de-escalation"].map((way) => {
        const own = turns.filter((t) => t.direction === way);
        const stroke = way === "escalation" ? "var(--mx)" : "var(--mc)";
        return [
          Plot.ruleX(own, { x: (d: Turn) => day(d.date), stroke, strokeDasharray: "4 3", strokeWidth: 1.5, className: "turns" }),
          Plot.text(own, {
            x: (d: Turn) => day(d.date), frameAnchor: "bottom", dy: 14, fontSize: 13, fill: stroke, text: () => (way === "escalation" ? "▼" : "▲"),
            title: (d: Turn) => `${d.date}: ${d.direction}, ${signed(d.before)} to ${signed(d.after)}, probability ${d.probability.toFixed(2)}`,
            className: "turn-marks",
          }),
        ];
      }).flat(),
      Plot.dot(marks, {
        x: (d: Mark) => day(d.Date), y: (d: Mark) => inside(d.Score), fill: (d: Mark) => color(d.Class), stroke: "var(--card)", strokeWidth: 1, r: 4.5,
        fillOpacity: 0.85, href: "Href", ariaLabel: "Title", className: "events",
      }),
      Plot.tip(marks, Plot.pointer({
        x: (d: Mark) => day(d.Date), y: (d: Mark) => inside(d.Score), title: "Title", fill: "var(--card)", stroke: "var(--line)", lineWidth: 26, maxRadius: 18,
      })),
      Plot.tip(turns, Plot.pointerX({
        x: (d: Turn) => day(d.date), frameAnchor: "bottom", fill: "var(--card)", stroke: "var(--line)", lineWidth: 26, maxRadius: 9,
        title: (d: Turn) => `${d.date}: ${d.direction}, ${signed(d.before)} to ${signed(d.after)}, probability ${d.probability.toFixed(2)}`,
      })),
      Plot.crosshairX(course.levels, { x: (d: Level) => day(d.date), y: "level", color: "currentColor", opacity: 0.35, textFill: "var(--ink)", textStroke: "var(--paper)", maxRadius: 30 }),
    ],
  });
  chart.setAttribute("role", "group");
  for (const a of chart.querySelectorAll("a")) {
    const to = a.getAttribute("xlink:href") ?? a.getAttributeNS("http://www.w3.org/1999/xlink", "href");
    if (to) a.setAttribute("href", to);
    const mark = a.querySelector("[aria-label]");
    if (mark) a.setAttribute("aria-label", mark.getAttribute("aria-label")!);
  }
  // What these name are groups of shapes, which mean nothing to those who do not see them.
  for (const g of chart.querySelectorAll("g[aria-label]")) g.removeAttribute("aria-label");
  box.replaceChildren(chart);
}

// The page may get a chart, or other data for it, while it is shown.
let shown = "", width = 0;
const watch = new ResizeObserver(() => follow());

function follow() {
  const box = document.getElementById("chart"), data = document.getElementById("course")?.textContent ?? "";
  if (!box || !data || (data === shown && box.clientWidth === width)) return;
  const course: Course = JSON.parse(data);
  if (course.levels.length < 2) return;
  [shown, width] = [data, box.clientWidth];
  draw(course, box);
  box.dataset.drawn = "";
  watch.observe(box);
}

follow();
document.addEventListener("swapped", follow);
