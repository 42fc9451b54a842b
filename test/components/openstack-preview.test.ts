import assert from "node:assert/strict";
import { join } from "node:path";
import { NO_CONTEXT } from "../../techniques/classification";
import { attachmentsOf, joinResource, readResource } from "../../techniques/read";
import { StackIndex, type StackMember } from "../../techniques/stack";
import { needsException } from "../../techniques/technique";
import type { PreviewResult } from "../../preview";
import { preview, project, removeWritten, ROOT } from "../preview/support";

/** A stack of our components alone, with every kind of attachment between them. */
const PROGRAM = `
require("tsx/cjs");
const os = require("@pulumi/openstack");
const { NetworkAttachment, Trunk, VirtualMachine } = require(${JSON.stringify(join(ROOT, "components", "openstack"))});
const networkId = new os.networking.Network("net", {}).id;
const exceptionId = "EXC-2026-014";
const vlans = new Trunk("vlans", {
    parentAttachment: { name: "parent", networkId },
    subPorts: [{ attachment: { name: "media", networkId }, segmentationId: 101 }],
});
const fast = new NetworkAttachment("fast", { networkId, technique: "sriov", exceptionId, trusted: true });
const raw = NetworkAttachment.fromPort("raw", { port: new os.networking.Port("raw", { networkId }) });
const machine = { flavorName: "m1", imageName: "debian" };
const upf = new VirtualMachine("upf", {
    ...machine,
    adminPass: "hunter22",
    attachments: [vlans, fast, raw, { name: "l2", networkId, noFixedIp: true }],
    hotPlugged: [{ name: "late", networkId, technique: "vdpa", exceptionId }, { name: "soft", networkId }],
});
module.exports = { id: upf.instanceId, mac: fast.macAddress };
`;

/** Hardware in a preview, by the name of the resource: technique, and whose markers count. */
function hardwareOf(result: PreviewResult): Record<string, string[]> {
    const members = result.resources.map((resource): StackMember => {
        const { urn, type, name, custom, inputs, propertyDependencies } = resource;
        const view = { urn, type, name, custom, props: inputs.values };
        return { view, reading: readResource(view, NO_CONTEXT), propertyDependencies };
    });
    const index = new StackIndex(members);
    const idsOf = (urn: string): string[] =>
        (index.member(urn)?.reading.markers.exceptionIds ?? []).map(({ value }) => value);
    const found = members.map((member): [string, string[]] => {
        const joined = joinResource(member, index, NO_CONTEXT);
        const hardware = attachmentsOf(member.reading, joined).filter(({ techniques }) =>
            techniques.some(needsException),
        );
        return [
            `${member.view.type.split(":").at(-1)} ${member.view.name}`,
            hardware.map(({ techniques, coveredBy }) => {
                const ids = [member.view.urn, ...(coveredBy ?? [])].flatMap(idsOf);
                return `${techniques.join("|")} under ${[...new Set(ids)].join() || "nothing"}`;
            }),
        ];
    });
    return Object.fromEntries(found.filter(([, lines]) => lines.length > 0));
}

describe("OpenStack components in an offline preview", () => {
    after(removeWritten);

    let result: PreviewResult;
    before(async () => {
        result = await preview(project(PROGRAM));
    });

    it("register what a policy pack can follow at preview, where no ID is known yet", () => {
        assert.equal(result.exitCode, 0, JSON.stringify(result.diagnostics));
        assert.deepEqual(hardwareOf(result), {
            "Port fast": ["sriov under EXC-2026-014"],
            "Port upf-late": ["vdpa under EXC-2026-014"],
            "Instance upf": ["sriov under EXC-2026-014"],
            "InterfaceAttach upf-late": ["vdpa under EXC-2026-014"],
        });
    });

    it("stand above the resources that they make, and not above those that they wrap", () => {
        const parents = new Map(result.resources.map(({ urn, parent }) => [urn, parent]));
        const parentOf = (end: string): string | undefined =>
            [...parents]
                .find(([urn]) => urn.endsWith(end))?.[1]
                ?.split("::")
                .at(-1);
        assert.equal(parentOf("port:Port::fast"), "fast");
        assert.equal(parentOf("NetworkAttachment::upf-l2"), "upf");
        assert.equal(parentOf("port:Port::raw"), "shop-dev", "a port that is wrapped stays where it is");
    });

    it("keep a password secret wherever they pass it on", () => {
        const holders = result.resources.filter(({ inputs }) => inputs.values["adminPass"] !== undefined);
        assert.equal(holders.length, 2, "the component and its instance");
        for (const { inputs } of holders) {
            assert.ok(inputs.secrets.some(([first]) => first === "adminPass"));
        }
    });
});
