// All tools of the map in one: made in the order in which Tab reaches them.

import { legend } from "./legend.js";
import { mapAreas } from "./map_areas.js";
import { mapControls } from "./map_controls.js";
import { mapDraw } from "./map_draw.js";
import { mapHeat } from "./map_heat.js";
import { mapMeasure } from "./map_measure.js";
import { markList } from "./mark_list.js";

// `root` holds the map's element; `marks` are drawn on it and the map tells "drawn" after each time.
export function mapTools(root, map, room, marks) {
  const draw = mapDraw(root, map, room);
  const measure = mapMeasure(root, map);
  const controls = mapControls(root, map, room, marks, { draw, measure });
  const key = legend(root, map, room);
  const told = (detail) => key.scale(detail);
  const areas = mapAreas(root, map, room, told);
  const heat = mapHeat(map, room, marks, told);
  const list = markList(root, map, room, marks, areas);
  return {
    ...{ draw, measure, controls, legend: key, areas, heat, list },
    destroy() {
      for (const part of [list, heat, areas, key, controls, measure, draw]) part.destroy();
    },
  };
}
