// Loaded before the tests of a mutation run: functions that remember what they gave would answer for a changed one with what
// the code gave before it was changed, since one process tries many mutants.
const file = require.resolve("../../techniques/memo.ts");
require.cache[file] = {
    id: file,
    filename: file,
    path: __dirname,
    loaded: true,
    children: [],
    paths: [],
    exports: { remembered: (make) => make },
};
