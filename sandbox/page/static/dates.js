/** Days and moments as Slack words them, on the clock of whoever looks. Times come in as seconds since 1970 or as ISO. */

const NEAR = { "-1": "yesterday", 0: "today", 1: "tomorrow" };
const PART = /\{(\w+)\}/g;
const AGO = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** What `<!date^…>` and a date in rich text read as: `format` with its `{parts}` filled in; the fallback where it can't be read. */
export function slackDate(seconds, format, fallback, context) {
  if (!Number.isFinite(seconds)) return fallback;
  return format.replace(PART, (whole, part) => words(part, seconds, context) ?? whole);
}

/** A day as it is said beside a date field: `Tuesday 24 November 2026`; nothing for what is no day. */
export function dayInWords(iso) {
  const at = new Date(`${iso}T12:00:00Z`);
  if (!iso || Number.isNaN(at.getTime())) return "";
  const parts = partsOf(at, "UTC");
  return `${parts.weekday} ${parts.day} ${parts.month} ${parts.year}`;
}

function words(part, seconds, context) {
  const at = new Date(seconds * 1000);
  const near = part.endsWith("_pretty") ? NEAR[daysAway(at, context)] : undefined;
  return near ?? FORMS[part.replace(/_pretty$/, "")]?.(at, context);
}

const FORMS = {
  date_num: (at, { zone }) => localOf(at, zone).slice(0, 10),
  date_slash: (at, { zone }) => localOf(at, zone).slice(0, 10).replaceAll("-", "/"),
  date: (at, { zone }) => longDay(partsOf(at, zone)),
  date_short: (at, { zone }) => shortDay(partsOf(at, zone)),
  date_long: (at, { zone }) => `${partsOf(at, zone).weekday}, ${longDay(partsOf(at, zone))}`,
  day_divider: (at, { zone }) => `${partsOf(at, zone).weekday}, ${longDay(partsOf(at, zone))}`,
  time: (at, { zone }) => localOf(at, zone).slice(11, 16),
  time_secs: (at, { zone }) => localOf(at, zone).slice(11, 19),
  ago: (at, { now }) => ago((at.getTime() - moment(now).getTime()) / 1000),
};

function longDay({ month, day, year }) {
  return `${month} ${day}${ordinal(Number(day))}, ${year}`;
}

function shortDay({ month, day, year }) {
  return `${month.slice(0, 3)} ${day}, ${year}`;
}

function ordinal(day) {
  if (day > 10 && day < 14) return "th";
  return { 1: "st", 2: "nd", 3: "rd" }[day % 10] ?? "th";
}

function ago(seconds) {
  const [unit, length] = AGO.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(Math.round(seconds / length), unit);
}

function daysAway(at, { now, zone }) {
  const day = (one) => Date.parse(localOf(one, zone).slice(0, 10));
  return (day(at) - day(moment(now))) / 86_400_000;
}

function moment(now) {
  return now ? new Date(now) : new Date();
}

function partsOf(at, zone) {
  const form = { timeZone: zone, weekday: "long", day: "numeric", month: "long", year: "numeric" };
  return Object.fromEntries(new Intl.DateTimeFormat("en-GB", form).formatToParts(at).map(({ type, value }) => [type, value]));
}

/** A moment on the wall clock of a zone, as `2026-11-24T10:00:00`. */
export function localOf(at, zone) {
  const form = { timeZone: zone, dateStyle: "short", timeStyle: "medium", hourCycle: "h23" };
  return new Intl.DateTimeFormat("sv-SE", form).format(at).replace(" ", "T");
}

/** What a date-and-time field holds for these seconds; empty for none. */
export function toField(seconds, zone) {
  return seconds ? localOf(new Date(seconds * 1000), zone).slice(0, 16) : "";
}

/** The seconds that a date-and-time field means in a zone; null for an empty one. Of an hour that comes twice, either. */
export function fromField(local, zone) {
  if (!local) return null;
  const wanted = Date.parse(`${local}Z`);
  const shown = (at) => Date.parse(`${localOf(new Date(at), zone)}Z`);
  const guess = wanted - (shown(wanted) - wanted);
  return (guess - (shown(guess) - wanted)) / 1000;
}
