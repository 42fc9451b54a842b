import assert from "node:assert/strict";
import { keepCompiled } from "../../policy-pack/compile-cache";

describe("the compile cache of Node.js", () => {
    it("is left alone where none is asked for", () => {
        const never = (): void => assert.fail("written");
        keepCompiled();
        keepCompiled({});
        keepCompiled({ flushCompileCache: never });
        keepCompiled({ flushCompileCache: never, getCompileCacheDir: () => undefined });
    });

    it("is written once nothing else is to be done", async () => {
        let written = false;
        keepCompiled({ flushCompileCache: () => void (written = true), getCompileCacheDir: () => "/cache" });
        assert.equal(written, false);
        await new Promise(setImmediate);
        assert.equal(written, true);
    });
});
