// Passages with highlighted words. Everything is made of text nodes: a document's text is never markup.
export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector("#passages");
  list.replaceChildren(...data.passages.map((passage) => block(passage, data, setTriggerValue)));
  // Of a mark with many mentions, the ones in the opened passage are meant.
  const target =
    list.querySelector(".opened [aria-current=true]") ||
    list.querySelector(".opened") ||
    list.querySelector("[aria-current=true]");
  if (target && data.scroll) target.scrollIntoView({ block: "nearest", behavior: "auto" });
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function block(passage, data, trigger) {
  const box = element("section", "passage");
  box.dataset.passage = passage.key;
  if (passage.dimmed) box.classList.add("dimmed");
  if (passage.opened) box.classList.add("opened");
  if (passage.heading) box.append(element("h4", "", passage.heading));
  const words = element(passage.title ? "h3" : "p", "words");
  words.dir = "auto";
  for (const piece of passage.pieces) words.append(pieceNode(piece, data, trigger));
  box.append(words);
  const foot = footer(passage, trigger);
  if (foot.childNodes.length) box.append(foot);
  return box;
}

function pieceNode(piece, data, trigger) {
  if (!piece.mark) return document.createTextNode(piece.text);
  const mark = element("mark", piece.role, piece.text);
  mark.dataset.mark = piece.mark;
  mark.style.setProperty("--theme", piece.colour);
  mark.title = piece.hint;
  mark.tabIndex = 0;
  mark.setAttribute("role", "button");
  if (piece.current) mark.setAttribute("aria-current", "true");
  activate(mark, () => trigger("picked", { mark: piece.mark, key: piece.key, at: Date.now() }));
  return mark;
}

function footer(passage, trigger) {
  const foot = element("div", "foot");
  for (const theme of passage.themes) {
    const chip = element("span", "chip", theme.label);
    chip.style.setProperty("--theme", theme.colour);
    chip.title = theme.hint;
    foot.append(chip);
  }
  if (passage.date) foot.append(element("span", "date", passage.date));
  if (passage.carried) foot.append(element("span", "carried", passage.carried));
  if (passage.open) {
    const link = element("button", "open", "Open in reader");
    link.type = "button";
    activate(link, () => trigger("opened", { key: passage.key, at: Date.now() }));
    foot.append(link);
  }
  return foot;
}

function activate(node, act) {
  node.onclick = act;
  node.onkeydown = (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      act();
    }
  };
}
