// The filter menus: what can be chosen, how many passages have it, and what is chosen now.
import { NOTHING_OPENED } from "./address.js";
import { amount, element } from "./elements.js";
import { HARMED, MENUS, SURE, valueName } from "./filter_words.js";
import { popover } from "./popover.js";
import { themeSign } from "../sitmap/theme_signs.js";

const UNCOUNTED = new Set(["period", "area", "since", "sure", "harmed"]);
const SEARCHED_FROM = 12; // values: fewer are seen at once

export function filterMenus(host, room) {
  const { address } = room;
  const names = new Map(); // of countries, regions and reports, as the server said them
  const made = MENUS.map((menu) => {
    const button = popover(menu.label, { title: `Filter by ${menu.label.toLowerCase()}`, fill: (panel) => fill(menu, panel) });
    button.root.dataset.testid = `filter-${menu.id}`;
    host.append(button.root);
    return { menu, button };
  });

  async function fill(menu, panel) {
    panel.setAttribute("aria-busy", "true");
    if (!panel.childElementCount) panel.append(element("p", { class: "room-note" }, "Counting …"));
    let found;
    try {
      found = await room.fetch("menus", { of: menu.groups.map((group) => group.key).filter((key) => !UNCOUNTED.has(key)).join(",") });
    } catch (problem) {
      panel.replaceChildren(element("p", { class: "room-note", role: "alert" }, `This could not be counted: ${problem.message}`));
      return;
    }
    panel.removeAttribute("aria-busy");
    const kept = [...panel.querySelectorAll("[data-group]")].map((group) => [group.dataset.group, group.querySelector("ul")?.scrollTop, group.querySelector("input[type=search]")?.value]);
    const focused = panel.contains(document.activeElement) ? document.activeElement.dataset.choice : null;
    panel.replaceChildren(...menu.groups.map((group) => groupOf(group, found)).filter(Boolean));
    for (const [key, top, typed] of kept) {
      const group = panel.querySelector(`[data-group="${key}"]`);
      const box = group?.querySelector("input[type=search]");
      if (box && typed) { box.value = typed; box.dispatchEvent(new Event("input")); }
      const list = group?.querySelector("ul");
      if (list && top) list.scrollTop = top;
    }
    if (focused) panel.querySelector(`[data-choice="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  function groupOf(group, found) {
    const box = element("fieldset", { class: "room-group", "data-group": group.key });
    if (group.title) box.append(element("legend", {}, group.title));
    if (group.key === "period") period(box);
    else if (group.key === "area") return area(box);
    else if (group.key === "since") return since(box);
    else if (group.key === "sure") one(box, "sure", SURE);
    else if (group.key === "harmed") {
      if (!found.harm?.values.length && !address.get("harmed")) return null; // nobody is counted
      one(box, "harmed", HARMED);
    }
    else choices(box, group, found[group.key] ?? { values: [], left: 0 });
    return box;
  }

  function choices(box, group, { values, left }) {
    const chosen = new Set(address.all(group.key));
    const excluded = new Set(group.exclude ? address.all(group.exclude) : []);
    const rows = values.map(([value, name, count]) => {
      if (name) names.set(`${group.key}=${value}`, name);
      const theme = group.families ? room.themes.find((one) => one.id === value) : null;
      return { value, label: valueName(group.key, value, name, room), count, theme };
    });
    // What is chosen stays in the menu though nothing has it any more.
    for (const value of [...chosen, ...excluded]) {
      if (!rows.some((row) => row.value === value)) {
        rows.push({ value, label: valueName(group.key, value, names.get(`${group.key}=${value}`), room), count: 0 });
      }
    }
    if (!rows.length) return box.append(element("p", { class: "room-note" }, "Nothing to choose here."));
    const list = element("ul", { class: "room-choices" });
    const ordered = group.families ? byFamily(rows) : rows;
    for (const row of ordered) {
      if (row.heading) { list.append(element("li", { class: "room-heading" }, themeSign(row), row.heading)); continue; }
      const input = element("input", {
        type: "checkbox", "data-choice": `${group.key}=${row.value}`, checked: chosen.has(row.value),
        onchange: () => toggle(group.key, row.value, group.exclude),
      });
      const item = element("li", { "data-words": row.label.toLocaleLowerCase() },
        element("label", {}, input, row.theme ? themeSign(row.theme) : null, element("bdi", { class: "room-choice-name" }, row.label),
          element("span", { class: "room-choice-count" }, amount(row.count))));
      if (group.exclude && row.value !== "none") {
        item.append(element("button", {
          type: "button", class: "room-exclude", "aria-pressed": String(excluded.has(row.value)), "data-choice": `${group.exclude}=${row.value}`,
          title: `Leave out ${row.label}`, "aria-label": `Leave out ${row.label}`, onclick: () => toggle(group.exclude, row.value, group.key),
        }, "−"));
      }
      list.append(item);
    }
    if (group.search && rows.length > SEARCHED_FROM) box.append(finder(list, group.title));
    box.append(list);
    if (left) box.append(element("p", { class: "room-note" }, `${amount(left)} more; other filters or the search box narrow them.`));
  }

  function byFamily(rows) {
    const grouped = room.families.flatMap((family) => {
      const own = rows.filter((row) => room.themes.find((theme) => theme.id === row.value)?.family === family.id);
      return own.length ? [{ ...family, heading: family.label }, ...own] : [];
    });
    return [...grouped, ...rows.filter((row) => !grouped.includes(row))];
  }

  function finder(list, title) {
    return element("input", {
      type: "search", class: "room-find", placeholder: `Find in ${title.toLowerCase()}`, "aria-label": `Find in ${title.toLowerCase()}`,
      oninput: (event) => {
        const typed = event.target.value.trim().toLocaleLowerCase();
        for (const item of list.children) item.hidden = Boolean(typed) && !item.dataset.words?.includes(typed);
      },
    });
  }

  // Chosen or not; what is left out can't be chosen at once.
  function toggle(key, value, other) {
    const now = new Set(address.all(key));
    if (!now.delete(value)) now.add(value);
    const change = { [key]: [...now] };
    if (other) change[other] = address.all(other).filter((one) => one !== value);
    address.change({ ...NOTHING_OPENED, ...change });
  }

  function period(box) {
    const day = (key, label) => element("label", { class: "room-day" }, element("span", {}, label),
      element("input", { type: "date", "data-choice": key, value: address.get(key) ?? "", onchange: (event) => address.change({ ...NOTHING_OPENED, [key]: event.target.value || null }) }));
    box.append(element("legend", {}, "Period"), day("from", "From"), day("to", "To"),
      element("p", { class: "room-note" }, "Passages whose dates overlap it. Where words state no date, the report’s date stands in."));
  }

  // A choice of one: at least so much.
  function one(box, key, values) {
    const now = address.get(key) ?? "";
    const list = element("ul", { class: "room-choices" });
    for (const [value, label] of values) {
      list.append(element("li", {}, element("label", {}, element("input", {
        type: "radio", name: `sitmap-${key}`, "data-choice": `${key}=${value}`, checked: now === value,
        onchange: () => address.change({ ...NOTHING_OPENED, [key]: value || null }),
      }), element("span", { class: "room-choice-name" }, label))));
    }
    box.append(list);
  }

  // Areas are drawn on the map; here they are said and taken back.
  function area(box) {
    const held = [["box", "A rectangle on the map"], ["ring", "An area drawn on the map"], ["in", "The shape of a place"], ["place", address.get("place")]].filter(([key]) => address.get(key));
    if (!held.length) return null;
    box.append(element("legend", {}, "Area"), ...held.map(([key, label]) => element("p", { class: "room-held" }, element("bdi", {}, label), " ",
      element("button", { type: "button", class: "room-link", onclick: () => address.change({ [key]: null }) }, "Take back"))));
    return box;
  }

  function since(box) {
    const now = address.get("since");
    if (!now && !room.since) return null;
    box.append(element("legend", {}, "New"), element("label", {}, element("input", {
      type: "checkbox", "data-choice": "since", checked: Boolean(now),
      onchange: (event) => address.change({ ...NOTHING_OPENED, since: event.target.checked ? String(room.since) : null }),
    }), " Only reports that came since the last visit"));
    return box;
  }

  function follow() {
    for (const { menu, button } of made) {
      const held = menu.groups.flatMap((group) => keysOf(group).flatMap((key) => address.all(key).map((value) => [key, value])));
      button.name(held.length === 1 ? `${menu.label}: ${said(...held[0])}` : held.length ? `${menu.label} (${held.length})` : menu.label, held.length > 0);
      button.refill();
    }
  }

  function said(key, value) {
    const words = key === "report" && !names.has(`report=${value}`) ? "one report" : valueName(key, value, names.get(`${key}=${value}`), room);
    const text = { from: `from ${value}`, to: `to ${value}`, sure: `${value} % and more`, harmed: `${Number(value).toLocaleString("en-GB")} and more`, since: "since the last visit", box: "a rectangle", ring: "a drawn area", in: "a shape", "not-theme": `not ${words}`, harm: `counts ${words.toLowerCase()}` }[key] ?? words;
    return text.length > 24 ? `${text.slice(0, 23)}…` : text;
  }

  const undo = address.onchange(follow);
  follow();
  room.bus.addEventListener("revision", follow);
  return { destroy() { undo(); room.bus.removeEventListener("revision", follow); host.replaceChildren(); } };
}

function keysOf(group) {
  if (group.key === "period") return ["from", "to"];
  if (group.key === "area") return ["box", "ring", "in", "place"];
  return group.exclude ? [group.key, group.exclude] : [group.key];
}
