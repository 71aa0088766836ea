// Keeps the heading that the address names at its place while what stands above it still grows.

const PAGE = "[data-testid=stMainBlockContainer]";
const PATIENCE = 10_000; // milliseconds: blocks of code are fetched after the text
const ACTS = ["wheel", "touchstart", "pointerdown", "keydown"]; // from then on the reader leads

let release = () => {};

export function keepScrollTarget() {
  addEventListener("hashchange", hold);
  hold();
}

function hold() {
  release();
  const page = document.querySelector(PAGE);
  if (location.hash.length < 2 || !page) return;
  const named = location.hash.slice(1);
  const growing = new ResizeObserver(() => document.getElementById(named)?.scrollIntoView());
  const timer = setTimeout(() => release(), PATIENCE);
  release = () => {
    growing.disconnect();
    clearTimeout(timer);
    for (const act of ACTS) removeEventListener(act, release, true);
    release = () => {};
  };
  for (const act of ACTS) addEventListener(act, release, { capture: true, passive: true });
  growing.observe(page);
}
