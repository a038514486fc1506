/** Moments as a person in their own time zone reads them. */

const formats = new Map();
function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return formats.get(key);
}

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const LONG = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
const write = (date, zone, options) => format(zone, options).format(date);

export const clockTime = (date, zone) => write(date, zone, CLOCK);
export const longDay = (date, zone) => write(date, zone, LONG).replace(",", "");
export const fullMoment = (date, zone) => `${longDay(date, zone)}, ${clockTime(date, zone)}`;
export const shortMoment = (date, zone) =>
  `${write(date, zone, { weekday: "short", day: "numeric", month: "short" }).replace(",", "")}, ${clockTime(date, zone)}`;
/** A zone as people say it: "Europe/London" is London time. */
export const zoneName = (zone) => (zone === "UTC" ? "UTC" : `${zone.split("/").at(-1).replaceAll("_", " ")} time`);
export const fromTs = (ts) => new Date(parseFloat(ts) * 1000);

/** The calendar day as YYYY-MM-DD. */
export function dayOf(date, zone) {
  const parts = Object.fromEntries(
    format(zone, { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(date).map((p) => [p.type, p.value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}`;
}

function nearDay(date, now, zone) {
  const days = Math.round((Date.parse(dayOf(date, zone)) - Date.parse(dayOf(now, zone))) / 86400000);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days];
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);
export function dayHeading(date, now, zone) {
  const near = nearDay(date, now, zone);
  return near ? capital(near) : longDay(date, zone);
}

function ago(date, now) {
  const minutes = Math.round((date - now) / 60000);
  const relative = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });
  if (Math.abs(minutes) < 60) return relative.format(minutes, "minute");
  if (Math.abs(minutes) < 1440) return relative.format(Math.round(minutes / 60), "hour");
  return relative.format(Math.round(minutes / 1440), "day");
}

/** Fills Slack's date tokens, as in "{date_short_pretty} at {time}". */
export function fillDate(pattern, date, now, zone) {
  const medium = write(date, zone, { day: "numeric", month: "long", year: "numeric" });
  const short = write(date, zone, { day: "numeric", month: "short", year: "numeric" });
  const near = nearDay(date, now, zone);
  const tokens = {
    date_num: dayOf(date, zone),
    date: medium,
    date_short: short,
    date_long: longDay(date, zone),
    date_long_full: longDay(date, zone),
    date_pretty: near || medium,
    date_short_pretty: near || short,
    date_long_pretty: near || longDay(date, zone),
    day_divider_pretty: near || longDay(date, zone),
    time: clockTime(date, zone),
    time_secs: write(date, zone, { ...CLOCK, second: "2-digit" }),
    ago: ago(date, now),
  };
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => tokens[name] ?? whole);
}

/** "2026-09-15T14:30" on this zone's wall clock, as unix seconds; and back. */
export function wallToUnix(wall, zone) {
  const guess = Date.parse(`${wall}Z`);
  const offset = Date.parse(`${unixToWall(guess / 1000, zone)}Z`) - guess;
  return Math.round((guess - offset) / 1000);
}
export function unixToWall(seconds, zone) {
  const date = new Date(seconds * 1000);
  return `${dayOf(date, zone)}T${clockTime(date, zone)}`;
}
