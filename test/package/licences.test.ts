import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { root } from "../cli/support";

/** Licences that a library under Apache-2.0 can be shipped beside. */
const ALLOWED = [
    "Apache-2.0",
    "MIT",
    "ISC",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "0BSD",
    "BlueOak-1.0.0",
    "Unlicense",
    "CC0-1.0",
    "Python-2.0",
];

interface Component {
    readonly name: string;
    readonly licenses?: readonly { readonly license?: { readonly id?: string }; readonly expression?: string }[];
}

describe("what is installed with the package", () => {
    it("stands under licences that are allowed, each by name", () => {
        const bill = execFileSync("npm", ["sbom", "--omit", "dev", "--sbom-format", "cyclonedx"], {
            cwd: root,
            encoding: "utf8",
            maxBuffer: 64 * 1024 * 1024,
            stdio: ["ignore", "pipe", "ignore"],
        });
        const { components } = JSON.parse(bill) as { components: readonly Component[] };
        assert.ok(components.length > 10);
        const strange = components.flatMap(({ name, licenses = [] }) => {
            const words = licenses.map(({ license, expression }) => license?.id ?? expression ?? "none");
            const alternatives = words.flatMap((word) => word.replace(/[()]/g, "").split(" OR "));
            return alternatives.some((word) => ALLOWED.includes(word))
                ? []
                : [`${name}: ${words.join(", ") || "none"}`];
        });
        assert.deepEqual(strange, []);
    });
});
