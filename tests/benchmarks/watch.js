// Watches a page from inside: what it asks for, when it last changed, and when it is at rest.
(() => {
  const own = window.fetch;
  let open = 0;
  let begun = 0;
  let first = 0;
  let last = 0;
  let painted = 0;
  const now = () => performance.now();
  const isLook = (what) => String(what?.url ?? what).includes("data/revision");
  window.fetch = (...given) => {
    if (isLook(given[0])) return own(...given);
    open += 1;
    last = now();
    const done = () => ((open -= 1), (last = now()));
    const answer = own(...given);
    answer.then((response) => {
      const read = response.arrayBuffer.bind(response);
      const json = response.json.bind(response);
      response.arrayBuffer = () => ((open += 1), read().finally(done));
      response.json = () => ((open += 1), json().finally(done));
    }).catch(() => {});
    answer.finally(() => setTimeout(done));
    return answer;
  };
  for (const name of ["pointerover", "pointermove", "pointerdown", "pointerup", "keydown", "mousemove", "change", "popstate"]) {
    window.addEventListener(name, () => { if (begun && !first) first = now(); }, true);
  }
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const isReady = () => document.querySelector("[data-testid=map]")?.dataset.ready === "true";
  const map = () => document.querySelector("[data-testid=map]");
  // Painting the marks sets the canvas's width.
  const width = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, "width");
  Object.defineProperty(HTMLCanvasElement.prototype, "width", {
    ...width,
    set(value) {
      if (this.classList.contains("sitmap-marks") && first && !painted) requestAnimationFrame(() => setTimeout(() => (painted ||= now())));
      width.set.call(this, value);
    },
  });
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(() => (last = now())).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  const until = async (isSo, patience = 20000) => {
    const give = now() + patience;
    while (!isSo()) {
      if (now() > give) return false;
      await frame();
    }
    return true;
  };
  window.sitmapWatch = {
    begin() { begun = now(); first = 0; painted = 0; last = begun; },
    // At rest: nothing asked and nothing changed for a tenth of a second. When it last changed is what counts.
    async settled() {
      await until(() => !open && isReady() && now() - last > 100);
      return Math.max(0, last - (first || begun));
    },
    async passages() {
      const chosen = await until(() => map().dataset.selected && document.querySelector("[data-testid=place] [data-testid=passage]") && !open, 3000);
      await frame();
      return chosen ? now() - first : -1;
    },
    async painted() {
      await until(() => painted, 3000);
      return painted ? painted - first : NaN;
    },
    // Middles of marks that stand alone, on the page.
    alone() {
      const box = map().getBoundingClientRect();
      return map().sitmapCircles().filter((circle) => circle[3] === 1).filter(([x, y]) => x > box.left + 60 && y > box.top + 60 && x < box.right - 40 && y < box.bottom - 40);
    },
    // Clicks and filters by itself, as somebody does who thinks in between.
    async live(number, rest) {
      const room = window.sitmapRoom;
      const themes = room.themes.map((theme) => theme.id);
      this.times = [];
      const chance = (() => { let seed = number * 7919 + 17; return () => ((seed = (seed * 16807) % 2147483647), seed / 2147483647); })();
      const at = (list) => list[Math.floor(chance() * list.length)];
      const acts = [
        () => room.address.change({ theme: [at(themes)], mark: null, doc: null }),
        () => room.address.change({ q: at(["convoy", "cholera", "school", "border", "market", "water"]), mark: null }),
        () => room.address.change({ from: `2024-0${1 + Math.floor(chance() * 9)}-01`, to: "2025-06-30" }),
        () => document.querySelector("[data-testid=clear]").click(),
        () => document.querySelector("[data-testid=passage] [data-testid=mention]")?.click(),
      ];
      while (true) {
        await new Promise((done) => setTimeout(done, rest * (0.5 + chance())));
        this.begin();
        first = now();
        at(acts)();
        this.times.push(await this.settled());
      }
    },
    lived() { return this.times; },
  };
})();
