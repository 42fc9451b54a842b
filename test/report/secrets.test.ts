import assert from "node:assert/strict";
import fc from "fast-check";
import { reportOfEvents, reportOfSource } from "../../cli/reports/of-source";
import { rules } from "../../policy-pack/rules";
import { FORMATS } from "../../report/formats";
import type { Report } from "../../report/model";
import { operationOfEvents } from "../../report/sources/engine-events";
import type { StackResource } from "../../techniques/stack-resource";
import { NOW, PORT, resource, stack } from "./support";

/** A stack with the secret in every place that a policy sees and that a name of a resource is not. */
function stackWith(secret: string): StackResource[] {
    const kubernetes = {
        apiVersion: "v1",
        metadata: { name: "pod", annotations: { note: secret, "virtio-first/exception-id": secret } },
    };
    const container = {
        name: "app",
        image: "app:1",
        env: [{ name: "TOKEN", value: secret }],
        args: [secret],
        resources: { limits: { "intel.com/sriov": secret } },
    };
    return [
        { ...resource("pulumi:pulumi:Stack", "core-dev"), outputs: { token: secret } },
        {
            ...resource(
                "pulumi:providers:openstack",
                "cloud",
                { password: secret, authUrl: `https://u:${secret}@cloud` },
                stack,
            ),
        },
        resource(
            PORT,
            "port",
            {
                description: secret,
                binding: { vnicType: secret, profile: JSON.stringify({ capabilities: [secret] }) },
                tags: [
                    secret,
                    `virtio-first:exception-id=${secret}`,
                    `virtio-first:technique=${secret}`,
                    `virtio-frist:${secret}`,
                ],
                valueSpecs: { "binding:vnic_type": secret, other: secret },
            },
            stack,
        ),
        resource(
            "openstack:compute/flavor:Flavor",
            "flavor",
            { extraSpecs: { "pci_passthrough:alias": secret, "hw:x": secret, "trait:X": secret } },
            stack,
        ),
        resource("openstack:images/image:Image", "image", { properties: { hw_vif_model: secret, x: secret } }, stack),
        resource(
            "openstack:compute/instance:Instance",
            "instance",
            {
                userData: secret,
                adminPass: secret,
                metadata: { "virtio-first:exception-id": secret, x: secret },
                personalities: [{ content: secret }],
            },
            stack,
        ),
        resource(
            "openstack:orchestration/stackV1:StackV1",
            "heat",
            { templateOpts: { Bin: secret }, parameters: { x: secret } },
            stack,
        ),
        resource(
            "kubernetes:core/v1:Pod",
            "pod",
            { ...kubernetes, kind: "Pod", spec: { containers: [container], hostNetwork: secret } },
            stack,
        ),
        resource(
            "kubernetes:core/v1:Secret",
            "secret",
            { ...kubernetes, kind: "Secret", stringData: { x: secret }, data: { x: secret } },
            stack,
        ),
        resource(
            "kubernetes:core/v1:ConfigMap",
            "map",
            { ...kubernetes, kind: "ConfigMap", data: { "config.json": secret } },
            stack,
        ),
        resource(
            "kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinition",
            "nad",
            {
                ...kubernetes,
                kind: "NetworkAttachmentDefinition",
                spec: { config: JSON.stringify({ type: secret, token: secret }) },
            },
            stack,
        ),
        resource(
            "kubernetes:helm.sh/v3:Release",
            "chart",
            { chart: "x", values: { password: secret }, repositoryOpts: { password: secret } },
            stack,
        ),
        resource("command:local:Command", "run", { create: secret, environment: { TOKEN: secret } }, stack),
        resource("other:index:Thing", "thing", { [secret]: secret, nested: { [secret]: [secret] } }, stack),
    ];
}

async function shownIn(report: Report): Promise<[string, string][]> {
    const pages = Object.entries(FORMATS).map(async ([name, { render }]): Promise<[string, string]> => {
        const page = await render(report, { colour: false, rules });
        return [name, page];
    });
    return Promise.all(pages);
}

const judging = { raw: {}, packFolder: __dirname };

/** The forms in which a format could write a text. */
const forms = (secret: string): string[] => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];

/** Nothing that a format, a rule or a fixture says by itself, nor what has the form of an exception ID: those are shown. */
const secrets = fc
    .array(fc.constantFrom(..."0123456789qwzxjkvyQWZXJKVY-_+/=!%&| ".split("")), { minLength: 12, maxLength: 40 })
    .map((characters) => `Zq+9${characters.join("")}9+qZ`);

describe("secrets", () => {
    it("in whatever place a policy sees them, stand in no format of a report of a state", async () => {
        await fc.assert(
            fc.asyncProperty(secrets, async (secret) => {
                const stackOf = { project: "core", stack: "dev", resources: stackWith(secret) };
                const report = reportOfSource(stackOf, { kind: "state", name: "state.json" }, judging, NOW);
                assert.ok(report.findings.some(({ level }) => level === "mandatory"));
                for (const [format, page] of await shownIn(report)) {
                    assert.ok(!forms(secret).some((form) => page.includes(form)), format);
                }
            }),
            { numRuns: 25 },
        );
    });

    it("stand in no format of a report of the engine's events", async () => {
        await fc.assert(
            fc.asyncProperty(secrets, async (secret) => {
                const events = stackWith(secret).map(({ urn, type, custom, inputs, outputs }, sequence) => ({
                    sequence,
                    timestamp: 0,
                    resOutputsEvent: {
                        metadata: { op: "create", urn, type, new: { urn, type, custom, inputs, outputs } },
                    },
                }));
                const report = reportOfEvents(operationOfEvents(events), "events.jsonl", judging, NOW);
                for (const [format, page] of await shownIn(report)) {
                    assert.ok(!forms(secret).some((form) => page.includes(form)), format);
                }
            }),
            { numRuns: 25 },
        );
    });
});
