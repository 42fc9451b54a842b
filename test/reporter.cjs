// Mocha's dots, then the skipped tests by name (a skipped test says why in its title), then one line that machines read.
const { reporters } = require("mocha");

module.exports = class extends reporters.Dot {
    constructor(runner, options) {
        super(runner, options);
        const skipped = [];
        runner.on("pending", (test) => skipped.push(test.fullTitle()));
        runner.once("end", () => {
            for (const title of skipped) {
                console.log(`  skipped: ${title}`);
            }
            const { passes, failures, pending } = runner.stats;
            console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
        });
    }
};
