// Set each case given on standard input by citeproc-js, and print what each prints, as JSON.
// node citeproc.cjs FOLDER-OF-THE-PACKAGE FOLDER-OF-LOCALES
const fs = require("fs");
const [package, locales] = process.argv.slice(2);
const CSL = require(package);

function localeOf(language) {
  const path = `${locales}/locales-${language}.xml`;
  return fs.existsSync(path) ? fs.readFileSync(path, "utf8") : false;
}

function printed(one) {
  const items = Object.fromEntries(one.items.map((item) => [item.id, item]));
  const sys = { retrieveLocale: localeOf, retrieveItem: (key) => items[key] };
  const engine = new CSL.Engine(sys, one.style);
  const texts = {};
  const before = [];
  one.notes.forEach((note, at) => {
    const citation = {
      citationID: `c${at}`,
      citationItems: note.map((cite) => ({ ...cite })),
      properties: { noteIndex: at + 1 },
    };
    const [, changed] = engine.processCitationCluster(citation, before.slice(), []);
    for (const [, text, name] of changed) texts[name] = text;
    before.push([`c${at}`, at + 1]);
  });
  if (!one.entries) return one.notes.map((_, at) => texts[`c${at}`]);
  return engine.makeBibliography()[1].map((entry) => entry.trim());
}

const made = JSON.parse(fs.readFileSync(0, "utf8")).map((one) => {
  try {
    return printed(one);
  } catch (error) {
    return [String(error)];
  }
});
fs.writeSync(1, `${JSON.stringify(made)}\n`);
