import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, root, virtioFirst } from "./support";

const refused = join(root, "examples", "refused");

describe("virtio-first diagram", () => {
    let folder: string;
    before(() => {
        build();
        folder = mkdtempSync(join(tmpdir(), "virtio-first-diagram-"));
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    it("draws a project as SVG; that the stack is refused does not matter to it", async () => {
        const { out, code } = await virtioFirst("diagram", refused);
        assert.equal(code, 0);
        assert.match(out, /^<\?xml[\s\S]*✕ sriov refused[\s\S]*<\/svg>$/);
    });

    it("draws Mermaid into a file", async () => {
        const file = join(folder, "stack.mmd");
        const { out, code } = await virtioFirst("diagram", refused, "--format", "mermaid", "-o", file);
        assert.deepEqual([out, code], ["", 0]);
        assert.match(readFileSync(file, "utf8"), /^flowchart LR\n[\s\S]*Instance packet-gateway/);
    });

    it("draws a state", async () => {
        const file = join(folder, "state.json");
        const urn = "urn:pulumi:dev::shop::openstack:networking/port:Port::fast";
        const port = { urn, type: "openstack:networking/port:Port", custom: true, inputs: {}, outputs: {} };
        writeFileSync(file, JSON.stringify({ deployment: { resources: [port] } }));
        const { out, code } = await virtioFirst("diagram", "--from", file, "--format", "mermaid");
        assert.equal(code, 0);
        assert.match(out, /Port fast<br\/>virtio/);
    });

    it("says what is wrong with a project or a format that is not there", async () => {
        assert.equal((await virtioFirst("diagram", folder)).code, 2);
        const { err, code } = await virtioFirst("diagram", refused, "--format", "png");
        assert.equal(code, 2);
        assert.match(err, /Allowed choices are svg, mermaid/);
    });
});
