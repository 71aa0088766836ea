/* Passages as elements: all words of reports are put in as text, never as markup. */

export function element(tag, facts = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(facts)) {
    if (value === null || value === undefined) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Plain text with the words searched lit. `from` and `to` are offsets in code points. */
function plain(letters, from, to, hits) {
  const pieces = [];
  let reached = from;
  for (const [start, end] of hits) {
    const begin = Math.max(start, reached), stop = Math.min(end, to);
    if (begin >= stop) continue;
    pieces.push(letters.slice(reached, begin).join(""));
    pieces.push(element("span", { class: "pane-hit" }, letters.slice(begin, stop).join("")));
    reached = stop;
  }
  pieces.push(letters.slice(reached, to).join(""));
  return pieces;
}

/** One passage; `chosen` is the id of the place chosen, `pick(mention, passage)` chooses one. */
export function passageElement(passage, room, { chosen, current, heading, pick }) {
  // Python counts code points, JavaScript halves of surrogate pairs.
  const letters = Array.from(passage.text);
  const words = element("p", { class: "pane-words", dir: "auto" });
  let reached = 0;
  for (const mention of passage.mentions) {
    words.append(...plain(letters, reached, mention.start, passage.hits));
    const doubt = ["ambiguous", "nil"].includes(mention.outcome);
    const point = (mark) =>
      room.bus.dispatchEvent(new CustomEvent("point", { detail: { mark, from: "pane" } }));
    const choose = (event) => {
      event.stopPropagation();
      pick(mention, passage);
    };
    words.append(element("mark", {
      "data-testid": "mention", "data-mark": mention.mark, role: "button", tabindex: "0",
      title: mention.hint,
      "aria-pressed": String(mention.mark === chosen),
      class: ["pane-mention", mention.mark === chosen ? "chosen" : "",
        mention.role === "associative" ? "actor" : "", doubt ? "doubt" : ""].join(" ").trim(),
      onmouseenter: () => point(mention.mark), onmouseleave: () => point(null),
      onfocus: () => point(mention.mark), onblur: () => point(null),
      onclick: choose,
      onkeydown: (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        choose(event);
      },
    }, ...plain(letters, mention.start, mention.end, passage.hits)));
    reached = mention.end;
  }
  words.append(...plain(letters, reached, letters.length, passage.hits));
  const labels = new Map((room.themes || []).map((theme) => [theme.id, theme.label]));
  return element("article", {
    "data-testid": "passage", "data-document": passage.document,
    "data-passage": String(passage.passage),
    class: `pane-passage${current ? " current" : ""}${passage.passes === false ? " faded" : ""}`,
  },
  heading ? element("header", {},
    element("span", { class: "pane-date" }, passage.from || passage.date),
    " ", element("span", { dir: "auto" }, passage.title),
    passage.source ? element("span", { class: "pane-muted", dir: "auto" }, ` · ${passage.source}`) : null)
    : null,
  words,
  passage.themes.length
    ? element("footer", { class: "pane-muted" },
      passage.themes.map((id) => labels.get(id) || id).join(" · "))
    : null);
}
