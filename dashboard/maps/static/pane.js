/* The right pane: a place, a report, the passages that pass, or the briefing. */
import { element, passageElement } from "./passages.js";

const STEP = 50;
const TABS = [["passages", "Passages"], ["report", "Report"], ["why", "Why"], ["fix", "Fix"]];
const NO_CHOICE = { mark: null, doc: null, passage: null, tab: null };

export function pane(host, room) {
  let asked = 0, most = STEP, shownFor = "";
  host.classList.add("pane");
  host.dataset.testid = "pane";

  function wanted() {
    const { address } = room;
    const mark = address.get("mark"), doc = address.get("doc");
    const tab = address.get("tab") || (mark ? "passages" : "report");
    if (mark && !(tab === "report" && doc)) return { name: "place", mark, doc, tab };
    if (doc) return { name: "document", mark, doc, tab: "report" };
    return { name: address.filters().size ? "passages" : "briefing", mark, doc, tab };
  }

  async function show() {
    const what = wanted(), number = ++asked;
    const key = JSON.stringify([what.name, what.mark, what.doc, String(room.address.filters())]);
    if (key !== shownFor) most = STEP;
    const waiting = setTimeout(() => host.setAttribute("aria-busy", "true"), 200);
    let made;
    try {
      const facts = what.name === "place" ? { mark: what.mark, most }
        : what.name === "document" ? { doc: what.doc }
          : what.name === "passages" ? { most } : {};
      const content = await room.fetch(what.name, facts);
      made = content ? drawn(what, content) : said("No report names this any more.");
    } catch (problem) {
      made = said(`This could not be fetched: ${problem.message || problem}`,
        element("button", { type: "button", onclick: show }, "Try again"));
    }
    clearTimeout(waiting);
    if (number !== asked) return;  // a newer request was made meanwhile
    host.removeAttribute("aria-busy");
    const top = key === shownFor ? host.scrollTop : 0;
    shownFor = key;
    host.replaceChildren(made);
    host.scrollTop = top;
    if (what.name === "document") {
      made.querySelector(".pane-passage.current")?.scrollIntoView({ block: "center" });
    }
  }

  const said = (words, ...more) =>
    element("div", { class: "pane-said", role: "status" }, element("p", {}, words), ...more);

  function pick(mention, passage) {
    const detail = {
      mark: mention.mark, doc: passage.document, passage: passage.passage, from: "pane",
    };
    const tab = wanted().name === "document" ? "report" : "passages";
    room.address.change({
      mark: mention.mark, doc: passage.document, passage: String(passage.passage), tab,
    });
    room.bus.dispatchEvent(new CustomEvent("pick", { detail }));
  }

  function drawn(what, content) {
    if (what.name === "place") return place(what, content);
    if (what.name === "document") return reader(what, content);
    if (what.name === "passages") return list(what, content);
    return briefing(content);
  }

  const closer = () => element("button", {
    type: "button", class: "pane-close", "aria-label": "Close",
    onclick: () => room.address.change(NO_CHOICE),
  }, "×");

  function passages(what, content) {
    const current = [room.address.get("doc"), room.address.get("passage")];
    const box = element("div", {}, ...content.passages.map((one) => passageElement(one, room, {
      chosen: what.mark, heading: true, pick,
      current: one.document === current[0] && String(one.passage) === current[1],
    })));
    if (content.total > content.passages.length) {
      box.append(element("button", {
        type: "button", class: "pane-more", onclick: () => { most += STEP; show(); },
      }, `Load ${STEP} more`));
    }
    if (!content.total) box.append(said("No passage passes the filters."));
    return box;
  }

  const list = (what, content) => element("section", { "aria-label": "Passages" },
    element("h2", {}, `${content.total} passages`), passages(what, content));

  function tabs(what) {
    return element("div", { role: "tablist", class: "pane-tabs" }, ...TABS.map(([id, label]) =>
      element("button", {
        type: "button", role: "tab", "aria-selected": String(id === what.tab),
        tabindex: id === what.tab ? "0" : "-1", id: `pane-tab-${id}`,
        disabled: id === "report" && !what.doc ? "" : null,
        onclick: () => room.address.change({ tab: id }),
        onkeydown: (event) => {
          const step = { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" };
          if (step[event.key]) event.currentTarget[step[event.key]]?.focus();
        },
      }, label)));
  }

  function place(what, content) {
    const link = (one) => element("button", {
      type: "button", class: "pane-link",
      onclick: () => room.address.change({ ...NO_CHOICE, mark: one.id }),
    }, element("bdi", {}, one.label), ` ${one.passages}`);
    const row = (title, things) => things.length
      ? element("p", { class: "pane-muted" }, `${title}: `, ...things.map(link)) : null;
    const panel = element("div", { role: "tabpanel", "aria-labelledby": `pane-tab-${what.tab}` });
    if (what.tab === "why") {
      panel.append(element("div", { "data-testid": "why" },
        "The reasons why these words were taken for this place can't be shown here yet."));
    } else if (what.tab === "fix") {
      panel.append(element("div", { "data-testid": "fix" },
        "A wrong place can't be corrected here yet."));
    } else panel.append(passages(what, content));
    return element("section", { "data-testid": "place" },
      element("header", { class: "pane-head" },
        element("h2", { dir: "auto" }, content.label), closer(),
        element("p", { class: "pane-muted" },
          [content.kind, content.country].filter(Boolean).join(", "))),
      element("p", {}, `${content.total} passages · ${content.reports} reports`),
      content.hidden_words ? element("p", { class: "pane-muted" }, content.hidden_words) : null,
      row("In or near it", content.parts), row("Named together with", content.together),
      tabs(what), panel);
  }

  function reader(what, content) {
    const current = room.address.get("passage");
    return element("section", { "data-testid": "reader" },
      element("header", { class: "pane-head" },
        element("h2", { dir: "auto" }, content.title), closer(),
        element("p", { class: "pane-muted" },
          [content.source, content.date].filter(Boolean).join(" · "))),
      what.mark ? tabs(what) : null,
      element("p", {},
        element("button", { type: "button", onclick: () => step(-1) }, "Previous mention (p)"),
        element("button", { type: "button", onclick: () => step(1) }, "Next mention (n)")),
      ...content.passages.map((one) => passageElement(one, room, {
        chosen: what.mark, pick, heading: false, current: String(one.passage) === current,
      })));
  }

  const briefing = (content) => element("section", { "data-testid": "briefing" },
    element("h2", {}, "Newest passages"),
    passages({ mark: null }, { ...content, total: content.passages.length }));

  function step(by) {
    const all = [...host.querySelectorAll("[data-testid=reader] [data-testid=mention]")];
    const at = all.indexOf(document.activeElement);
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  function onkey(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], [role=dialog]")) return;
    const { address } = room;
    if (event.key === "Escape" && (address.get("mark") || address.get("doc"))) {
      address.change(NO_CHOICE);
    } else if (event.key === "n" || event.key === "p") step(event.key === "n" ? 1 : -1);
  }

  document.addEventListener("keydown", onkey);
  room.bus.addEventListener("revision", show);
  const undo = room.address.onchange(show);
  show();
  return {
    destroy() {
      asked += 1;
      undo();
      room.bus.removeEventListener("revision", show);
      document.removeEventListener("keydown", onkey);
      host.replaceChildren();
    },
  };
}
