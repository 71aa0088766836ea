// The page's words for values of filters, and what each filter menu holds.

export const WORDS = {
  kind: {
    point: "Places", area: "Countries and regions", zone: "Zones", route: "Roads and routes", border: "Borders",
    part: "Parts of places", offset: "Distances from a place", between: "Between places", buffer: "Around a place",
  },
  role: { literal: "Happens there", associative: "Named as an actor" },
  outcome: {
    RESOLVED: "One place fits", AMBIGUOUS: "May mean another place", NIL: "In no gazetteer", NOT_A_PLACE: "Not a place",
  },
  review: { open: "Not looked at", confirmed: "Confirmed by a person", corrected: "Corrected by a person", rejected: "Rejected by a person" },
  dated: { words: "By their own words", report: "By the report’s date", none: "Without a date" },
  tense: { news: "News", background: "Background" },
  harm: { dead: "Dead", injured: "Injured", missing: "Missing", none: "Nobody" },
  source: { none: "No source known" },
  language: { none: "Not said" },
  theme: { none: "No theme" },
  country: { none: "No country" },
};

// `label` says what is chosen when the menu is closed.
export const MENUS = [
  { id: "time", label: "Time", groups: [{ key: "period" }, { key: "dated", title: "Dated" }, { key: "tense", title: "What is told" }] },
  { id: "themes", label: "Themes", groups: [{ key: "theme", title: "Themes", families: true, exclude: "not-theme" }] },
  {
    id: "where", label: "Where",
    groups: [{ key: "area" }, { key: "country", title: "Countries", search: true }, { key: "admin1", title: "Regions", search: true }],
  },
  {
    id: "certainty", label: "Certainty",
    groups: [{ key: "sure", title: "At least" }, { key: "outcome", title: "What was found" }, { key: "review", title: "Review" }],
  },
  { id: "sources", label: "Sources", groups: [{ key: "source", title: "Sources", search: true }, { key: "report", title: "Reports", search: true }] },
  {
    id: "more", label: "More",
    groups: [{ key: "harm", title: "Counts people who are" }, { key: "harmed", title: "How many" }, { key: "role", title: "Actor or event" }, { key: "kind", title: "Kind" }, { key: "language", title: "Language" }, { key: "since" }],
  },
];

export const HARMED = [["", "Any number"], ["10", "10 and more"], ["100", "100 and more"], ["1000", "1,000 and more"]];
export const SURE = [["", "Any"], ["50", "50 %"], ["70", "70 %"], ["90", "90 %"]];

let languages = null;
export function languageName(code) {
  try {
    languages ??= new Intl.DisplayNames(["en"], { type: "language" });
    return languages.of(code) ?? code;
  } catch {
    return code;
  }
}

// A value in the page's words.
export function valueName(key, value, given, room) {
  if (WORDS[key]?.[value]) return WORDS[key][value];
  if (key === "theme" || key === "not-theme") return room.themes.find((theme) => theme.id === value)?.label ?? value;
  if (key === "language") return languageName(value);
  return given || value;
}
