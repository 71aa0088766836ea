// Towns to name: the largest of the world, and at deep zooms the largest of each tile of the view.
const TILES_FROM = 8; // zoom
const DEEP = 11;
const TILE_ZOOMS = [6, 9]; // of tiles, below and from DEEP on

export class Towns {
  // `get` answers a promise of a file's content, or of null when it is not new.
  constructor(get, changed) {
    Object.assign(this, { get, changed, found: new Map() });
    this.ask("towns.json");
  }

  ask(name) {
    if (this.found.has(name)) return;
    this.get(name).then((towns) => {
      if (!towns) return;
      this.found.set(name, towns.map(([lon, lat, town]) => ({ at: mercator(lon, lat), name: town })));
      this.changed();
    });
  }

  // In the order in which they have room; a town that is in several files comes first in the first.
  of({ zoom, scale, at, size }) {
    const names = ["towns.json"];
    if (zoom >= TILES_FROM) {
      const tiles = TILE_ZOOMS[zoom < DEEP ? 0 : 1], count = 2 ** tiles, side = scale / count;
      for (let y = Math.max(0, Math.floor(at.y / side)); y <= Math.min(count - 1, (at.y + size.y) / side); y++)
        for (let x = Math.floor(at.x / side); x <= (at.x + size.x) / side; x++)
          names.push(`towns/${tiles}/${((x % count) + count) % count}/${y}.json`);
    }
    for (const name of names) this.ask(name);
    return names.flatMap((name) => this.found.get(name) ?? []);
  }
}

function mercator(lon, lat) {
  const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  return [(lon + 180) / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}
