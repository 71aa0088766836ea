// A canvas over the whole map and a margin around it, in a pane of its own.

const MARGIN = 0.2; // of the view, so that a drag shows no bare edge at once

export class MapCanvas {
  constructor(map, name, height) {
    this.map = map;
    this.canvas = L.DomUtil.create("canvas", `${name} leaflet-zoom-hide`);
    this.canvas.style.pointerEvents = "none";
    const pane = map.getPane(name) ?? map.createPane(name);
    pane.style.zIndex = height;
    pane.style.pointerEvents = "none";
    pane.append(this.canvas);
  }

  // Empties the canvas and lays it over the view; null while the map has no size. `left` and `top` are
  // its corner in pixels of the world at this zoom, `scale` pixels of the screen in one of the canvas.
  start(scale = window.devicePixelRatio || 1) {
    const { canvas, map } = this;
    const size = map.getSize();
    if (!size.x || !size.y) return null;
    const margin = size.multiplyBy(MARGIN).round();
    const width = size.x + 2 * margin.x;
    const height = size.y + 2 * margin.y;
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint(margin.multiplyBy(-1)));
    canvas.width = Math.ceil(width * scale);
    canvas.height = Math.ceil(height * scale);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const { x, y } = map.getPixelBounds().min.subtract(margin);
    const zoom = map.getZoom();
    return { c: canvas.getContext("2d"), scale, zoom, left: x, top: y, width, height, world: 256 * 2 ** zoom };
  }

  clear() {
    this.canvas.width = this.canvas.height = 0;
  }

  remove() {
    this.canvas.remove();
  }
}
