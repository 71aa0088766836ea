// Names on the ground: of countries, in capitals; of disputed ground, slanted; of towns. None touches another, nor a mark.
const AIR = 3; // pixels around a name
const LAST_OF_COUNTRIES = 7, FIRST_OF_TOWNS = 4; // zooms
const SMALLEST = 5; // zoom from which disputed ground without an outline is named

export class Names {
  constructor(ctx, { scale, at, ratio, size, zoom, colours, family, taken }) {
    Object.assign(this, { ctx, scale, at, size, zoom, colours, family, taken: [...taken], count: 0 });
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.lineJoin = "round";
    ctx.textBaseline = "middle";
    ctx.strokeStyle = colours.halo;
    this.west = Math.floor(at.x / scale);
    this.east = Math.floor((at.x + size.x) / scale);
  }

  countries(names) {
    if (this.zoom > LAST_OF_COUNTRIES) names = names.filter((one) => one.disputed && this.zoom <= LAST_OF_COUNTRIES + 2);
    for (const { name, at, width, disputed } of names) {
      const pixels = width * this.scale;
      const large = Math.min(15, 10.5 + pixels / 150);
      this.font(disputed ? "italic 11px" : `600 ${large}px`, disputed ? this.colours.dispute : this.colours.country, 3.5);
      const text = disputed ? name : name.toUpperCase();
      this.ctx.letterSpacing = disputed ? "0px" : "1px";
      const length = this.ctx.measureText(text).width;
      const all = disputed ? !width && this.zoom >= SMALLEST : this.zoom >= LAST_OF_COUNTRIES;
      const fits = all || pixels > length * 0.75;
      if (fits) this.everywhere(at, (x, y) => this.put(text, [[x - length / 2, y]], length));
    }
    this.ctx.letterSpacing = "0px";
  }

  // Most populous first; the deeper the view, the more.
  towns(towns) {
    if (this.zoom < FIRST_OF_TOWNS) return;
    this.font("11px", this.colours.ink, 3);
    const most = this.count + 24 + 22 * (this.zoom - FIRST_OF_TOWNS);
    for (const { at, name } of towns) {
      if (this.count >= most) return;
      this.everywhere(at, (x, y) => {
        if (this.covered([x - 3, y - 3, x + 3, y + 3])) return;
        const length = this.ctx.measureText(name).width;
        const places = [[x + 6, y], [x - 6 - length, y], [x - length / 2, y - 10], [x - length / 2, y + 10]];
        if (!this.put(name, places, length)) return;
        this.taken.push([x - 4, y - 4, x + 4, y + 4]);
        this.ctx.beginPath();
        this.ctx.arc(x, y, 2, 0, 7);
        this.ctx.lineWidth = 1.5;
        this.ctx.stroke();
        this.ctx.fill();
        this.ctx.lineWidth = 3;
      });
    }
  }

  font(style, colour, halo) {
    this.ctx.font = `${style} ${this.family}`;
    this.ctx.fillStyle = colour;
    this.ctx.lineWidth = halo;
  }

  // The world is repeated from west to east.
  everywhere([x, y], draw) {
    const top = y * this.scale - this.at.y;
    if (top < 0 || top > this.size.y) return;
    for (let world = this.west; world <= this.east; world++) {
      const left = (x + world) * this.scale - this.at.x;
      if (left >= 0 && left <= this.size.x) draw(left, top);
    }
  }

  covered(box) {
    return this.taken.some((b) => b[0] < box[2] && b[2] > box[0] && b[1] < box[3] && b[3] > box[1]);
  }

  // Write a name in the first of some places where there is room; whether there was any.
  put(name, places, length) {
    for (const [x, y] of places) {
      const box = [x - AIR, y - 7, x + length + AIR, y + 7];
      if (box[0] < 0 || box[2] > this.size.x || this.covered(box)) continue;
      this.taken.push(box);
      this.count++;
      this.ctx.strokeText(name, x, y);
      this.ctx.fillText(name, x, y);
      return true;
    }
    return false;
  }
}
