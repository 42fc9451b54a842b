import assert from "node:assert/strict";
import { type Manifest, read, rules, short, techniques } from "./objects";

const container = { name: "c", image: "registry/${IMAGE}:1" };

function pod(spec: unknown, annotations?: unknown): Manifest {
    return { apiVersion: "v1", kind: "Pod", metadata: { name: "${NAME}", annotations }, spec };
}

/** The object as a template of OpenShift holds it, and as kro does. */
const templated: readonly (readonly [name: string, template: (object: Manifest) => Manifest])[] = [
    [
        "a Template of OpenShift",
        (object) => ({ apiVersion: "template.openshift.io/v1", kind: "Template", objects: [object] }),
    ],
    [
        "a ResourceGraphDefinition of kro",
        (object) => ({
            apiVersion: "kro.run/v1alpha1",
            kind: "ResourceGraphDefinition",
            spec: { resources: [{ id: "a", template: object }] },
        }),
    ],
];

describe("A placeholder in the template of a pod", () => {
    for (const [name, template] of templated) {
        for (const [words, object] of [
            ["its specification", pod("${{SPEC}}")],
            ["its containers", pod({ containers: "${{CONTAINERS}}" })],
            ["a container", pod({ containers: ["${schema.spec.container}"] })],
            ["its resources", pod({ containers: [{ ...container, resources: "${{RESOURCES}}" }] })],
            ["its limits", pod({ containers: [{ ...container, resources: { limits: "${{LIMITS}}" } }] })],
            ["its volumes", pod({ containers: [container], volumes: "${VOLUMES}" })],
            ["a volume", pod({ containers: [container], volumes: ["${VOLUME}"] })],
            ["a path of the host", pod({ containers: [container], volumes: [{ hostPath: { path: "${P}" } }] })],
            ["its claims", pod({ containers: [container], resourceClaims: "${CLAIMS}" })],
            ["its annotations", pod({ containers: [container] }, "${{ANNOTATIONS}}")],
            ["its networks", pod({ containers: [container] }, { "k8s.v1.cni.cncf.io/networks": "${NETWORKS}" })],
            ["the template", { apiVersion: "apps/v1", kind: "Deployment", spec: { template: "${T}" } }],
            [
                "the specification of its workload",
                { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "d" }, spec: "${S}" },
            ],
        ] as const) {
            it(`of ${name} that stands for ${words} may ask for a device`, () => {
                assert.deepEqual(techniques(template(object)), ["unknown"]);
            });
        }

        it(`of ${name} that stands for what is no device is nothing`, () => {
            const limits = { memory: "${MEMORY}", cpu: "{{cpu}}" };
            const env = [{ name: "A", value: "${A}" }];
            const spec = {
                nodeSelector: { pool: "${POOL}" },
                containers: [{ ...container, env, resources: { limits } }],
            };
            const object = template(pod(spec, { note: "${NOTE}" }));
            assert.deepEqual(short(read(object).attachments), []);
            assert.deepEqual(rules(object), []);
        });
    }

    it("is no placeholder where nobody puts anything in", () => {
        const spec = { containers: [{ name: "c", image: "i", args: ["$(HOST) {x}"] }], volumes: "text" };
        assert.deepEqual(techniques(pod(spec)), []);
    });
});
