// Keeps a part of the page as high as the window leaves it room, so that nothing has to be scrolled to.

const LEAST_HEIGHT = 420;
const BELOW = 6; // pixels between the part and the window's edge

// `sized(height)` is told; what is returned is called whenever the part was put into the page.
export function fillWindow(root, sized) {
  const measure = () => {
    if (!root.isConnected) return;
    const top = root.getBoundingClientRect().top + (document.querySelector('[data-testid="stMain"]')?.scrollTop ?? 0);
    sized(Math.max(LEAST_HEIGHT, Math.floor(window.innerHeight - top - BELOW)));
  };
  window.addEventListener("resize", measure);
  const watch = new ResizeObserver(measure);
  return () => {
    // The bar above may come later, and grows by what it has to say.
    watch.disconnect();
    watch.observe(root.closest('[data-testid="stMainBlockContainer"]') ?? document.body);
    measure();
  };
}
