import { strict as assert } from "node:assert";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Checker, customResourceChecker } from "./custom-resource-definition";
import { downloadGoModule, orSkip } from "./packages";
import { type Manifest, rendered } from "./rendered";

/** Where a project publishes the definitions of its kinds. */
interface Source {
    readonly project: string;
    /** The Go module that holds them. */
    readonly module: string;
    /** The file, or the folder, that they are in. */
    readonly path: string;
    /** The kinds that the components render. */
    readonly kinds: readonly string[];
}

const sources: readonly Source[] = [
    {
        project: "the network plumbing group",
        module: "github.com/k8snetworkplumbingwg/network-attachment-definition-client@v1.7.7",
        path: "artifacts/networks-crd.yaml",
        kinds: ["NetworkAttachmentDefinition"],
    },
    {
        project: "the SR-IOV network operator",
        module: "github.com/k8snetworkplumbingwg/sriov-network-operator@v1.6.0",
        path: "config/crd/bases",
        kinds: ["OVSNetwork", "SriovIBNetwork", "SriovNetwork", "SriovNetworkNodePolicy"],
    },
    {
        project: "Node Feature Discovery",
        module: "sigs.k8s.io/node-feature-discovery@v0.18.3",
        path: "deployment/base/nfd-crds/nfd-api-crds.yaml",
        kinds: ["NodeFeatureRule"],
    },
];

for (const { project, module, path, kinds } of sources) {
    describe(`what the components render, by the definitions of ${project}`, () => {
        let folder: string;
        let check: Checker;
        let manifests: readonly Manifest[];

        before(async function () {
            this.timeout(180_000);
            folder = mkdtempSync(join(tmpdir(), "virtio-first-definitions-"));
            orSkip(this, () => (check = customResourceChecker(...definitions(downloadGoModule(folder, module), path))));
            manifests = (await rendered()).filter(({ kind }) => kinds.includes(kind));
        });
        after(() => rmSync(folder, { recursive: true, force: true }));

        it("is of every kind that they have", () => {
            assert.deepEqual([...new Set(manifests.map(({ kind }) => kind))].sort(), kinds);
        });

        it("is taken whole", () => {
            for (const manifest of manifests) {
                assert.deepEqual(check(manifest), [], `${manifest.kind} ${manifest.metadata.name}`);
            }
        });

        it("would not be taken with a key that the kind does not have", () => {
            for (const manifest of manifests) {
                const faulty = { ...manifest, spec: { ...(manifest["spec"] as object), vlanTag: 5 } };
                assert.match(check(faulty)?.join() ?? "", /vlanTag/, manifest.kind);
            }
        });
    });
}

/** The files of a path in a module. */
function definitions(module: string, path: string): string[] {
    const whole = join(module, path);
    const files = path.endsWith(".yaml") ? [whole] : readdirSync(whole).map((file) => join(whole, file));
    return files.map((file) => readFileSync(file, "utf8"));
}
