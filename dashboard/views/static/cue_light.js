// Lights the cue words of a theme where they stand, without taking the passage apart anew: they may lie across
// names and dates. Browsers without highlights of ranges show the words in the hint only.

const NAME = "pane-cue";

export function dim() {
  globalThis.CSS?.highlights?.delete(NAME);
}

/** Light `spans` (in letters of Python) of a passage whose text stands in `paragraph`. */
export function lightCues(paragraph, passage, spans) {
  dim();
  if (!globalThis.CSS?.highlights || !spans.length || !paragraph.isConnected) return;
  const letters = Array.from(passage.text);
  const halves = (count) => letters.slice(0, count).join("").length;
  const ranges = spans.map(([start, end]) => rangeOf(paragraph, halves(start), halves(end)));
  CSS.highlights.set(NAME, new Highlight(...ranges));
}

function rangeOf(paragraph, start, end) {
  const range = new Range();
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let reached = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const behind = reached + node.length;
    if (start >= reached && start < behind) range.setStart(node, start - reached);
    if (end > reached && end <= behind) range.setEnd(node, end - reached);
    reached = behind;
  }
  return range;
}
