// Draws the land with the borders of countries as one picture, in the projection
// and of the size that chart/world.go has.
import { geoEqualEarth, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";

const width = 960, height = 467;

export function land(world) {
  const projection = geoEqualEarth().scale(width / 2 / 2.70663).translate([width / 2, height / 2]).precision(0.3);
  const path = geoPath(projection).digits(1);
  const countries = world.objects.countries;
  const borders = mesh(world, countries, (a, b) => a !== b);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">` +
    `<path d="${path(feature(world, world.objects.land))}" fill="#8d97a0" fill-opacity=".38"/>` +
    `<path d="${path(borders)}" fill="none" stroke="#8d97a0" stroke-opacity=".55" stroke-width=".6"/></svg>\n`;
}
