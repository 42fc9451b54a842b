import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installFromNpm, orSkip } from "./packages";
import { type Manifest, rendered } from "./rendered";
import { type DeclaredType, typeFaults } from "./typed-objects";

/** Types and validators that are generated from Kubernetes' OpenAPI description. */
const PACKAGE = "kubernetes-models";
const VERSION = "5.1.0";

/** The kinds of Kubernetes itself that the components render. */
const KINDS = [
    "ConfigMap",
    "CronJob",
    "DaemonSet",
    "Deployment",
    "DeviceClass",
    "Job",
    "Pod",
    "ReplicaSet",
    "ResourceClaim",
    "ResourceClaimTemplate",
    "StatefulSet",
];

function declaredType({ apiVersion, kind }: Manifest): DeclaredType {
    return { module: `${PACKAGE}/${apiVersion}`, type: `I${kind}` };
}

/** Runs the package's validators: it is of ES modules, which this process does not load. */
const VALIDATE = `
import { readFileSync } from "node:fs";
for (const manifest of JSON.parse(readFileSync("manifests.json", "utf8"))) {
    const models = await import("${PACKAGE}/" + manifest.apiVersion);
    try {
        new models[manifest.kind](manifest).validate();
    } catch (error) {
        console.log(manifest.kind + " " + manifest.metadata.name + ": " + error.message);
    }
}
`;

describe("what the components render, by Kubernetes' OpenAPI description", () => {
    let folder: string;
    let manifests: readonly Manifest[];

    before(async function () {
        this.timeout(180_000);
        folder = mkdtempSync(join(tmpdir(), "virtio-first-kubernetes-"));
        orSkip(this, () => installFromNpm(folder, `${PACKAGE}@${VERSION}`));
        manifests = (await rendered()).filter(({ kind }) => KINDS.includes(kind));
        writeFileSync(join(folder, "validate.mjs"), VALIDATE);
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    function invalid(objects: readonly Manifest[]): string {
        writeFileSync(join(folder, "manifests.json"), JSON.stringify(objects));
        return execFileSync(process.execPath, ["validate.mjs"], { cwd: folder, encoding: "utf8" });
    }

    function pod(): Manifest {
        const found = manifests.find(({ kind }) => kind === "Pod");
        assert.ok(found !== undefined);
        return found;
    }

    it("is of every kind that they have", () => {
        assert.deepEqual([...new Set(manifests.map(({ kind }) => kind))].sort(), KINDS);
    });

    it("has only values that the API server takes", () => {
        assert.equal(invalid(manifests), "");
        assert.match(invalid([{ ...pod(), spec: { containers: "none" } }]), /^Pod pod-.*: data\/spec\/containers/);
    });

    it("has only keys that the API has, and all that it needs", () => {
        assert.deepEqual(typeFaults(folder, manifests, declaredType), []);
        const faulty = { ...pod(), spec: { containers: [{ name: "upf", image: "upf:1", imagePolicy: "Never" }] } };
        assert.match(typeFaults(folder, [faulty], declaredType).join(), /imagePolicy.* does not exist/);
    }).timeout(120_000);
});
