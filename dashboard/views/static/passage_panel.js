// Why a passage has its date and its themes, below the passage, and what to do where they are wrong.

import { FixPanel } from "./fix_panel.js";
import { button, element } from "./pane_elements.js";
import { lighting } from "./passage_element.js";
import { themeSign } from "../sitmap/theme_signs.js";

export class PassagePanel extends FixPanel {
  /** `written` is the passage as lists have it, `paragraph` where its words stand. */
  constructor(room, page, { written, paragraph }) {
    super(room, page, { draws: false, written, paragraph });
    this.root.dataset.testid = "passage-why";
    this.root.classList.add("pane-passage-why");
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.onClose?.();
    });
  }

  /** After a redraw the words stand in another paragraph. */
  stands(paragraph) {
    this.paragraph = paragraph;
  }

  show() {
    this.leave();
    this.root.replaceChildren(
      element("div", { class: "pane-why-head" }, element("h3", {}, "Why this date and these themes"),
        button("×", () => this.onClose?.(), { kind: "pane-close", "aria-label": "Close" })),
      this.reasons(), this.passage("Put it right"), this.standing());
  }

  reasons() {
    const { written, room, page } = this;
    const known = new Map(room.themes.map((theme) => [theme.id, theme]));
    const label = (id) => known.get(id)?.label ?? id;
    const lit = (spans) => ({ tabindex: "0", ...lighting(this.paragraph, written, spans) });
    return element("dl", { class: "pane-reasons" },
      element("dt", {}, "Date"), element("dd", { "data-testid": "why-date" }, sentence(written.date_why), written.background ? " It is background, no news." : null),
      written.themes.flatMap((theme) => [
        element("dt", {}, themeSign(known.get(theme.id)), label(theme.id)),
        element("dd", { "data-testid": "why-theme", "data-theme": theme.id, ...lit(theme.cues) }, sentence(theme.hint)),
      ]),
      written.themes.length ? null : [element("dt", {}, "Themes"), element("dd", {}, "None: nothing in it speaks clearly enough for one.")],
      page.touched?.length ? [element("dt", {}, "Touched"), element("dd", {}, page.touched.map(label).join(", "))] : null,
      (written.casualties ?? []).flatMap((one) => [element("dt", {}, one.words), element("dd", lit([[one.start, one.end]]), `“${one.text}”`)]));
  }
}

const sentence = (words) => `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? "" : "."}`;
