import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import * as kubernetes from "../../components/kubernetes";
import { refusal, value } from "./kubernetes-support";

const ID = "EXC-2026-014";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";

/** The properties after the transform; `undefined` where it passes the resource over. */
function transformed(
    transform: pulumi.ResourceTransform,
    type: string,
    name: string,
    props: pulumi.Inputs = { metadata: { labels: { a: "b" } } },
    custom = true,
): pulumi.Inputs | undefined {
    const result = transform({ custom, type, name, props, opts: {} }) as pulumi.ResourceTransformResult | undefined;
    return result?.props;
}

describe("markException", () => {
    const marked = { metadata: { labels: { a: "b" }, annotations: { "virtio-first/exception-id": ID } } };

    it("marks what its pattern matches, and nothing else", () => {
        const transform = kubernetes.markException(ID, "kubernetes:apps/v1:*::upf*");
        assert.deepEqual(transformed(transform, DEPLOYMENT, "upf-a"), marked);
        assert.equal(transformed(transform, DEPLOYMENT, "smf"), undefined);
        assert.equal(transformed(transform, "kubernetes:core/v1:Pod", "upf-a"), undefined);
        assert.equal(transformed(transform, "openstack:networking/port:Port", "upf-a"), undefined);
    });

    it("marks what its function picks, by name, type and properties", () => {
        const transform = kubernetes.markException(
            ID,
            ({ type, props }) => type.endsWith(":Deployment") && "metadata" in props,
        );
        assert.deepEqual(transformed(transform, DEPLOYMENT, "any"), marked);
        assert.equal(transformed(transform, "kubernetes:core/v1:Pod", "any"), undefined);
    });

    it("passes components over: their children are marked one by one", () => {
        const transform = kubernetes.markException(ID, "*");
        assert.equal(transformed(transform, "kubernetes:helm.sh/v4:Chart", "upf", {}, false), undefined);
    });

    it("keeps what else there is, and IDs that are there", () => {
        const transform = kubernetes.markException(ID, "upf", "sriov", "vdpa");
        const props = {
            metadata: { annotations: { "virtio-first/exception-id": "EXC-2026-001", a: "b" } },
            spec: { replicas: 2 },
        };
        assert.deepEqual(transformed(transform, DEPLOYMENT, "upf", props), {
            metadata: {
                annotations: {
                    "virtio-first/exception-id": `EXC-2026-001,${ID}`,
                    "virtio-first/technique": "sriov,vdpa",
                    a: "b",
                },
            },
            spec: { replicas: 2 },
        });
        assert.deepEqual(transformed(transform, DEPLOYMENT, "upf", {}), {
            metadata: { annotations: { "virtio-first/exception-id": ID, "virtio-first/technique": "sriov,vdpa" } },
        });
    });

    it("waits for metadata that is an Output", async () => {
        const transform = kubernetes.markException(ID, "upf");
        const props = transformed(transform, DEPLOYMENT, "upf", { metadata: pulumi.output({ labels: { a: "b" } }) });
        assert.deepEqual(await value(props?.["metadata"]), marked.metadata);
    });

    for (const type of ["kubernetes:helm.sh/v3:Release", "kubernetes:core/v1:PodList"]) {
        it(`says that ${type} can carry no marker`, () => {
            const transform = kubernetes.markException(ID, "upf");
            assert.throws(() => transformed(transform, type, "upf"), /can carry no marker; grant it in the register/);
        });
    }

    const cases: [string, unknown[], string, RegExp][] = [
        ["a malformed ID", ["nope", "upf"], "id", /at least one digit/],
        ["no pattern", [ID], "match", /pattern/],
        ["an empty pattern", [ID, ""], "match", /pattern/],
        ["a technique that needs no exception", [ID, "upf", "virtio"], "techniques", /"virtio"/],
    ];
    for (const [what, args, argument, text] of cases) {
        it(`is refused ${what}`, async () => {
            const untyped = kubernetes.markException as unknown as (...all: unknown[]) => unknown;
            const error = await refusal(() => untyped(...args));
            assert.equal(error.component, "markException");
            assert.equal(error.argument, argument);
            assert.match(error.fault, text);
        });
    }
});
