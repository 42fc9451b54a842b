import assert from "node:assert/strict";
import { stringify } from "yaml";
import { workloadKinds } from "../../techniques/kubernetes/workloads";
import { type Given, refused } from "../policy-pack/harness";

/** What in a pod's spec asks for a device, wherever the pod stands. */
const FORMS: Readonly<Record<string, (list: string) => object>> = {
    "a device-plugin resource": (list) => ({
        [list]: [{ name: "c", resources: { limits: { "intel.com/intel_sriov_netdevice": "1" } } }],
    }),
    "a request of the pod as a whole": () => ({
        resources: { limits: { "nvidia.com/gpu": 1 } },
        containers: [{ name: "c" }],
    }),
    "a device node of VFIO": (list) => ({
        [list]: [{ name: "c", volumeMounts: [{ name: "v", mountPath: "/dev/vfio" }] }],
        volumes: [{ name: "v", hostPath: { path: "/dev/vfio" } }],
    }),
    "a claim of a class that nobody declares": () => ({
        containers: [{ name: "c", resources: { claims: [{ name: "d" }] } }],
        resourceClaims: [{ name: "d", resourceClaimTemplateName: "gone" }],
    }),
};
const LISTS = ["containers", "initContainers", "ephemeralContainers"];

function nested(path: readonly string[], inner: object): object {
    return path.reduceRight<object>((value, key) => ({ [key]: value }), inner);
}

/** The objects of every built-in kind that carries a pod, and of kinds that nobody has heard of. */
function workloads(
    spec: object,
): readonly { readonly apiVersion: string; readonly kind: string; readonly body: object }[] {
    const pod = { metadata: { labels: { app: "x" } }, spec };
    return [
        ...workloadKinds.flatMap(({ groups, kind, template }) =>
            groups.map((group) => ({
                apiVersion: group === "" ? "v1" : `${group}/v1`,
                kind,
                body: nested(template, pod),
            })),
        ),
        { apiVersion: "argoproj.io/v1alpha1", kind: "Rollout", body: { spec: { template: pod } } },
        {
            apiVersion: "vendor.example/v1",
            kind: "NetworkFunction",
            body: { spec: { planes: [{ podTemplate: pod }] } },
        },
    ];
}

/** The ways by which an object gets into a stack. */
const ROUTES: Readonly<Record<string, (object: Readonly<Record<string, unknown>>, token: string) => Given>> = {
    "as a resource": (object, token) => ({ type: token, name: "r", props: object }),
    "as a patch": (object, token) => ({ type: `${token}Patch`, name: "r", props: object }),
    "in a list": (object, token) => ({
        type: `${token}List`,
        name: "r",
        props: { apiVersion: object["apiVersion"], kind: `${String(object["kind"])}List`, items: [object] },
    }),
    "as a manifest of Terraform": (object) => ({
        type: "m:tf:kubernetes_manifest",
        name: "r",
        props: { manifest: object },
    }),
    "as text of a kubectl manifest": (object) => ({
        type: "m:tf:kubectl_manifest",
        name: "r",
        props: { yaml_body: stringify(object) },
    }),
    "in the values of a Helm release": (object) => ({
        type: "kubernetes:helm.sh/v3:Release",
        name: "r",
        props: { chart: "any", values: { extraObjects: [object] } },
    }),
    "in a Flux kustomization's patches": (object) => ({
        type: "kubernetes:kustomize.toolkit.fluxcd.io/v1:Kustomization",
        name: "r",
        props: {
            apiVersion: "kustomize.toolkit.fluxcd.io/v1",
            kind: "Kustomization",
            metadata: { name: "k" },
            spec: { patches: [{ patch: stringify(object) }] },
        },
    }),
};

describe("hardware in a pod is never let through", function () {
    this.timeout(300_000);

    for (const [route, make] of Object.entries(ROUTES)) {
        for (const [form, specOf] of Object.entries(FORMS)) {
            it(`${form}, ${route}`, async () => {
                const passed: string[] = [];
                for (const list of LISTS) {
                    for (const { apiVersion, kind, body } of workloads(specOf(list))) {
                        const metadata = { name: "r", namespace: "apps" };
                        const own = (body as { metadata?: object }).metadata ?? {};
                        const object = { apiVersion, kind, ...body, metadata: { ...own, ...metadata } };
                        const token = `kubernetes:${apiVersion === "v1" ? "core/v1" : apiVersion}:${kind}`;
                        if ((await refused([make(object, token)])).length === 0) {
                            passed.push(`${token} ${list}`);
                        }
                    }
                }
                assert.deepEqual([...new Set(passed)], []);
            });
        }
    }
});
