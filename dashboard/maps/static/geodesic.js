// Distances and directions on the WGS 84 ellipsoid.
//
// After T. Vincenty, "Direct and inverse solutions of geodesics on the ellipsoid with application of
// nested equations", Survey Review 23 (1975). Points are [lon, lat] in degrees, distances metres.

const A = 6378137;
const F = 1 / 298.257223563;
const B = A * (1 - F);
const MEAN_RADIUS = 6371008.8;
const CLOSE = 1e-12;
const MOST_ROUNDS = 100;
const { PI, abs, asin, atan, atan2, cos, hypot, sin, sqrt, tan } = Math;
const radians = (degrees) => (degrees * PI) / 180;
const degrees = (angle) => (angle * 180) / PI;

function series(squared) {
  const a = 1 + (squared / 16384) * (4096 + squared * (-768 + squared * (320 - 175 * squared)));
  const b = (squared / 1024) * (256 + squared * (-128 + squared * (74 - 47 * squared)));
  return [a, b];
}

function correction(b, sinSigma, cosSigma, cos2m) {
  const inner = cosSigma * (-1 + 2 * cos2m ** 2);
  return b * sinSigma * (cos2m + (b / 4) * (inner - (b / 6) * cos2m * (-3 + 4 * sinSigma ** 2) * (-3 + 4 * cos2m ** 2)));
}

export function distance(one, other) {
  const [u1, u2] = [one, other].map(([, lat]) => atan((1 - F) * tan(radians(lat))));
  const apart = radians(((((other[0] - one[0] + 180) % 360) + 360) % 360) - 180);
  let lambda = apart;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const sinSigma = hypot(cos(u2) * sin(lambda), cos(u1) * sin(u2) - sin(u1) * cos(u2) * cos(lambda));
    if (!sinSigma) return 0;
    const cosSigma = sin(u1) * sin(u2) + cos(u1) * cos(u2) * cos(lambda);
    const sigma = atan2(sinSigma, cosSigma);
    const sinAlpha = (cos(u1) * cos(u2) * sin(lambda)) / sinSigma;
    const cosAlpha2 = 1 - sinAlpha ** 2;
    const cos2m = cosAlpha2 > CLOSE ? cosSigma - (2 * sin(u1) * sin(u2)) / cosAlpha2 : 0; // 0: along the equator
    const c = (F / 16) * cosAlpha2 * (4 + F * (4 - 3 * cosAlpha2));
    const before = lambda;
    lambda = apart + (1 - c) * F * sinAlpha * (sigma + c * sinSigma * (cos2m + c * cosSigma * (-1 + 2 * cos2m ** 2)));
    if (abs(lambda - before) < CLOSE) {
      const [a, b] = series((cosAlpha2 * (A ** 2 - B ** 2)) / B ** 2);
      return B * a * (sigma - correction(b, sinSigma, cosSigma, cos2m));
    }
  }
  return onSphere(one, other); // nearly antipodal: within 0.5 %
}

function onSphere(one, other) {
  const [lat1, lat2] = [radians(one[1]), radians(other[1])];
  const half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(radians(other[0] - one[0]) / 2) ** 2;
  return 2 * MEAN_RADIUS * asin(Math.min(1, sqrt(half)));
}

// The point that lies so far away in a direction (degrees, clockwise from north).
export function destination([lon, lat], azimuth, metres) {
  const u1 = atan((1 - F) * tan(radians(lat)));
  const alpha = radians(azimuth);
  const sigma1 = atan2(tan(u1), cos(alpha));
  const sinAlpha = cos(u1) * sin(alpha);
  const cosAlpha2 = 1 - sinAlpha ** 2;
  const [a, b] = series((cosAlpha2 * (A ** 2 - B ** 2)) / B ** 2);
  let sigma = metres / (B * a);
  let cos2m = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    cos2m = cos(2 * sigma1 + sigma);
    const before = sigma;
    sigma = metres / (B * a) + correction(b, sin(sigma), cos(sigma), cos2m);
    if (abs(sigma - before) < CLOSE) break;
  }
  const across = sin(u1) * sin(sigma) - cos(u1) * cos(sigma) * cos(alpha);
  const lat2 = atan2(sin(u1) * cos(sigma) + cos(u1) * sin(sigma) * cos(alpha), (1 - F) * hypot(sinAlpha, across));
  const lambda = atan2(sin(sigma) * sin(alpha), cos(u1) * cos(sigma) - sin(u1) * sin(sigma) * cos(alpha));
  const c = (F / 16) * cosAlpha2 * (4 + F * (4 - 3 * cosAlpha2));
  const turn = (1 - c) * F * sinAlpha * (sigma + c * sin(sigma) * (cos2m + c * cos(sigma) * (-1 + 2 * cos2m ** 2)));
  return [lon + degrees(lambda - turn), degrees(lat2)];
}

// Corners of a circle; they go round against the clock, as rings of polygons do.
export function circleAround(centre, metres, corners) {
  return Array.from({ length: corners }, (_, at) => destination(centre, -(360 * at) / corners, metres));
}

// Points on the shortest way, for its line on the map; longitudes go on beyond 180.
export function wayBetween(one, other, parts) {
  const [lon1, lat1, lon2, lat2] = [...one, ...other].map(radians);
  const angle = onSphere(one, other) / MEAN_RADIUS;
  if (angle < 1e-9 || angle > PI - 1e-6) return [one, other];
  const found = [one];
  for (let at = 1; at <= parts; at++) {
    const [f, g] = [sin(((parts - at) / parts) * angle), sin((at / parts) * angle)];
    const x = f * cos(lat1) * cos(lon1) + g * cos(lat2) * cos(lon2);
    const y = f * cos(lat1) * sin(lon1) + g * cos(lat2) * sin(lon2);
    const z = f * sin(lat1) + g * sin(lat2);
    const lon = degrees(atan2(y, x));
    const before = found.at(-1)[0];
    found.push([lon + Math.round((before - lon) / 360) * 360, degrees(atan2(z, hypot(x, y)))]);
  }
  return found;
}

export function inWords(metres) {
  if (metres < 1000) return `${Math.round(metres)} m`;
  const km = metres / 1000;
  const digits = km < 10 ? 2 : km < 100 ? 1 : 0;
  return `${km.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits })} km`;
}
