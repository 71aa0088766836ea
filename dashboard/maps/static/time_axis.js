// Days as whole numbers from 1970-01-01, in UTC, and how they are written and marked on an axis.

const DAY = 86400000;
const TICKS = [
  ["day", 1], ["day", 7], ["month", 1], ["month", 3], ["month", 6],
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((years) => ["year", years]),
];
const LENGTH = { day: 1, month: 30.4, year: 365.25 };

const written = (options) => {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options });
  return (day) => format.format(day * DAY);
};
export const longDay = written({ day: "numeric", month: "long", year: "numeric" });
export const shortDay = written({ day: "numeric", month: "short", year: "numeric" });
const longMonth = written({ month: "long", year: "numeric" });
const shortMonth = written({ month: "short" });
const dayAndMonth = written({ day: "numeric", month: "short" });

export const dayOf = (iso) => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(iso ?? "") ? Date.parse(iso) : NaN;
  return Number.isNaN(at) ? null : at / DAY;
};
export const isoOf = (day) => (day === null ? null : new Date(day * DAY).toISOString().slice(0, 10));

const yearOf = (day) => new Date(day * DAY).getUTCFullYear();

// A day so many months later; the last of the month where there is none of its number.
export function addMonths(day, months) {
  const date = new Date(day * DAY);
  const number = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(date);
  last.setUTCMonth(last.getUTCMonth() + 1, 0);
  date.setUTCDate(Math.min(number, last.getUTCDate()));
  return date.getTime() / DAY;
}

// What a bin is called in a sentence.
export function binName(bins, start) {
  if (bins === "year") return String(yearOf(start));
  if (bins === "month") return longMonth(start);
  return bins === "week" ? `week of ${longDay(start)}` : longDay(start);
}

// A period in few words; an open end is said.
export function periodName(from, to) {
  if (from === null && to === null) return "All dates";
  if (from === null) return `until ${shortDay(to)}`;
  if (to === null) return `from ${shortDay(from)}`;
  return from === to ? shortDay(from) : `${shortDay(from)} – ${shortDay(to)}`;
}

// Number of the bin of a day; `edges` are first days of bins and of the one after the last.
export function binOf(edges, day) {
  let number = 0;
  while (number < edges.length - 2 && edges[number + 1] <= day) number++;
  return number;
}

// First and last day of a bin.
export const daysOf = (edges, bin) => [edges[bin], edges[bin + 1] - 1];

// [first, last] day where one side (0, 1) moves by bins; the bin of the other stays at least.
export function stepped(edges, days, side, step) {
  const bin = binOf(edges, days[side]);
  const onto = (number) => daysOf(edges, Math.max(0, Math.min(edges.length - 2, number)))[side];
  // From inside a bin the first step goes to its border.
  const inside = side ? step === 1 && days[1] < onto(bin) : step === -1 && days[0] > onto(bin);
  const day = onto(inside ? bin : bin + step);
  const [start, end] = daysOf(edges, binOf(edges, days[1 - side]));
  return side ? [days[0], Math.max(end, day)] : [Math.min(start, day), days[1]];
}

// A period moved by bins, as far as they reach; one of whole bins stays one.
export function shifted(edges, period, by) {
  const [first, last] = [edges[0], edges[edges.length - 1] - 1];
  const [from, to] = [Math.max(first, period.from ?? first), Math.min(last, period.to ?? last)];
  if (from > to) return period; // it lies off the axis
  const bins = [binOf(edges, from), binOf(edges, to)];
  const step = Math.max(-bins[0], Math.min(edges.length - 2 - bins[1], by));
  if (edges[bins[0]] === from && edges[bins[1] + 1] - 1 === to) {
    return { from: edges[bins[0] + step], to: edges[bins[1] + step + 1] - 1 };
  }
  const wanted = step === by ? edges[bins[0] + step] - edges[bins[0]] : by * Infinity;
  const days = Math.max(first - from, Math.min(last - to, wanted));
  return { from: from + days, to: to + days };
}

// Marks of an axis: [{day, text, strong}], as many as have room; `strong` where a year begins.
export function ticks(first, last, width, room = 58) {
  const days = last - first + 1;
  const fits = ([unit, step]) => (LENGTH[unit] * step * width) / days >= room;
  const [unit, step] = TICKS.find(fits) ?? TICKS[TICKS.length - 1];
  const found = [];
  let year = null;
  for (let day = begin(first, unit, step); day <= last; day = next(day, unit, step)) {
    if (day < first) continue;
    const its = yearOf(day);
    const fresh = its !== year;
    year = its;
    if (unit === "year") found.push({ day, text: String(its), strong: false });
    else if (unit === "month") found.push({ day, text: fresh ? monthAndYear(day, its) : shortMonth(day), strong: fresh });
    else found.push({ day, text: fresh ? `${dayAndMonth(day)} ${its}` : dayAndMonth(day), strong: fresh });
  }
  return found;
}

const monthAndYear = (day, year) => (new Date(day * DAY).getUTCMonth() ? `${shortMonth(day)} ${year}` : String(year));

function begin(day, unit, step) {
  if (unit === "day") return step === 7 ? Math.floor((day + 3) / 7) * 7 - 3 : day; // weeks begin on Monday
  const date = new Date(day * DAY);
  const month = unit === "year" ? 0 : Math.floor(date.getUTCMonth() / step) * step;
  const year = unit === "year" ? Math.floor(date.getUTCFullYear() / step) * step : date.getUTCFullYear();
  date.setUTCFullYear(year, month, 1); // Date.UTC would take the year 20 for 1920
  return date.getTime() / DAY;
}

function next(day, unit, step) {
  return unit === "day" ? day + step : addMonths(day, unit === "year" ? step * 12 : step);
}
