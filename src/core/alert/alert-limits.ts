/** How long each text of an alert gets, in UTF-16 units, and how many lines a fact has. */
export const alertLimits = {
  headline: 150,
  status: 200,
  line: 300,
  lines: 12,
  label: 20,
  who: 120,
  short: 40,
  name: 80,
  note: 200,
  notes: 100,
  key: 255,
  people: 6,
  offers: 7,
  command: 400,
} as const;
