import assert from "node:assert/strict";
import { apiReports } from "../../docs/api-report";
import { build } from "../cli/support";

describe("the public types", () => {
    before(build);

    it("are those of api/*.api.md (npm run api writes them; a change is a line of the CHANGELOG)", () => {
        assert.deepEqual(apiReports(false), []);
    });
});
