import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installFromNpm, orSkip } from "./packages";
import { type Manifest, rendered } from "./rendered";
import { type DeclaredType, typeFaults } from "./typed-objects";

/** Types that are generated from KubeVirt's OpenAPI description. */
const PACKAGE = "@kubevirt-ui-ext/kubevirt-api";
const VERSION = "1.7.0";

/** The name that the description gives to each kind. */
const TYPES: Readonly<Record<string, string>> = {
    VirtualMachine: "V1VirtualMachine",
    VirtualMachineInstancetype: "V1beta1VirtualMachineInstancetype",
    VirtualMachineClusterInstancetype: "V1beta1VirtualMachineClusterInstancetype",
    VirtualMachinePreference: "V1beta1VirtualMachinePreference",
    VirtualMachineClusterPreference: "V1beta1VirtualMachineClusterPreference",
};

function declaredType({ kind }: Manifest): DeclaredType {
    return { module: `${PACKAGE}/kubevirt`, type: TYPES[kind] ?? kind };
}

describe("what the components render, by KubeVirt's OpenAPI description", () => {
    let folder: string;
    let manifests: readonly Manifest[];

    before(async function () {
        this.timeout(180_000);
        folder = mkdtempSync(join(tmpdir(), "virtio-first-kubevirt-"));
        orSkip(this, () => installFromNpm(folder, `${PACKAGE}@${VERSION}`));
        manifests = (await rendered()).filter(({ kind }) => kind in TYPES);
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    it("is of every kind that they have", () => {
        assert.deepEqual([...new Set(manifests.map(({ kind }) => kind))].sort(), Object.keys(TYPES).sort());
    });

    it("has only keys that the API has, and all that it needs", () => {
        assert.deepEqual(typeFaults(folder, manifests, declaredType), []);
    }).timeout(120_000);

    it("would not pass with a key that the API does not have", () => {
        const machine = manifests.find(({ kind }) => kind === "VirtualMachine");
        assert.ok(machine !== undefined);
        const faulty = { ...machine, spec: { ...(machine["spec"] as object), runPolicy: "Always" } };
        assert.match(typeFaults(folder, [faulty], declaredType).join(), /runPolicy.* does not exist/);
    }).timeout(120_000);
});
