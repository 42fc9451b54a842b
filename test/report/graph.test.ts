import assert from "node:assert/strict";
import { graphOf, MAX_NODES } from "../../report/graph";
import { reportAsMermaid } from "../../report/mermaid";
import type { Report } from "../../report/model";
import { reportAsSvg } from "../../report/svg";
import type { StackResource } from "../../techniques/stack-resource";
import { PORT, reportOf, resource, urn } from "./support";

const INSTANCE = "openstack:compute/instance:Instance";
const NETWORK = "openstack:networking/network:Network";
const FLAVOR = "openstack:compute/flavor:Flavor";

const network = resource(NETWORK, "data", { name: "data" });
const port = (name: string, vnicType: string, tags: string[] = []): StackResource => ({
    ...resource(PORT, name, { networkId: "data", binding: { vnicType }, tags }),
    propertyDependencies: { networkId: [network.urn] },
});
const instance = (name: string, on: string): StackResource => ({
    ...resource(INSTANCE, name, { flavorName: "m1", networks: [{ port: `${on}-id` }] }),
    propertyDependencies: { networks: [urn(PORT, on)] },
});
const judged = (resources: StackResource[]): Report => {
    const withIds = resources.map((one) => ({ ...one, outputs: { ...(one.inputs as object), id: `${one.name}-id` } }));
    const bare = reportOf(withIds, undefined, {});
    return bare;
};
const stack = judged([
    network,
    port("fast", "direct", ["virtio-first:exception-id=EXC-2026-014"]),
    port("slow", "normal"),
    instance("vm", "fast"),
]);

describe("the picture of a stack", () => {
    it("leads from the workload over its attachment to the network", () => {
        const { nodes, edges } = graphOf(stack);
        assert.deepEqual(
            nodes.map(({ lane, kind, name, technique }) => [lane, kind, name, technique]),
            [
                ["workload", "Instance", "vm", "sriov"],
                ["attachment", "Port", "fast", "sriov"],
                ["attachment", "Port", "slow", "virtio"],
                ["network", "Network", "data", undefined],
            ],
        );
        const names = new Map(nodes.map(({ id, name }) => [id, name]));
        assert.deepEqual(edges.map(({ from, to }) => `${names.get(from)} ${names.get(to)}`).sort(), [
            "fast data",
            "slow data",
            "vm fast",
        ]);
    });

    it("marks what an exception allows, and what is refused", () => {
        const byName = new Map(graphOf(stack).nodes.map((node) => [node.name, node]));
        assert.deepEqual(byName.get("fast")?.exceptions, ["EXC-2026-014"]);
        assert.equal(byName.get("fast")?.state, "granted");
        const finding = {
            pack: "virtio-first",
            packVersion: "0",
            policy: "paravirtual-io",
            level: "mandatory",
            urn: urn(PORT, "bare"),
            message: "No.\n  at: binding.vnicType\n  rule: missing-exception-id",
        };
        const [refused] = graphOf(reportOf([port("bare", "direct")], [finding])).nodes;
        assert.equal(refused?.state, "refused");
    });

    it("puts what offers a device on the side of the devices", () => {
        const offer = resource(FLAVOR, "big", { extraSpecs: { "pci_passthrough:alias": "gpu:1" } });
        assert.equal(graphOf(reportOf([offer])).nodes[0]?.lane, "device");
    });

    it("leaves out what has no part in it, and is the same whatever order the resources come in", () => {
        const resources = [network, resource("openstack:networking/router:Router", "r"), port("slow", "normal")];
        const graph = graphOf(judged(resources));
        assert.deepEqual(graph, graphOf(judged([...resources].reverse())));
        assert.ok(!graph.nodes.some(({ kind }) => kind === "Router"));
    });

    it("of a large stack draws what is in hardware one by one, and the rest in groups that are counted", () => {
        const many = Array.from({ length: 5000 }, (_, index) => port(`slow-${index}`, "normal"));
        const report = judged([network, ...many, port("fast", "direct")]);
        const { nodes, edges, grouped } = graphOf(report);
        assert.ok(nodes.length <= MAX_NODES);
        assert.equal(grouped, 5000);
        assert.ok(nodes.some(({ name, count }) => name === "fast" && count === 1));
        const group = nodes.find(({ count }) => count === 5000);
        assert.ok(edges.some(({ from, to }) => from === group?.id && to === network.urn));
    });
});

describe("the picture as a file", () => {
    const hostile = judged([port('"]; click n0 "javascript:x" <b>&\u202e', "direct")]);

    it("is an SVG that says in words what it shows", () => {
        const svg = reportAsSvg(stack);
        assert.match(svg, /^<\?xml version="1\.0"/);
        assert.match(svg, /<desc id="picture-text">4 nodes and 3 lines\. Instance vm ◆ sriov/);
        assert.match(svg, /class="node lane-attachment technique-sriov state-granted"/);
        assert.match(svg, /prefers-color-scheme: dark/);
    });

    it("is a Mermaid flowchart with a class for each technique", () => {
        const text = reportAsMermaid(stack);
        assert.match(text, /^flowchart LR\n/);
        assert.match(text, /\["Port fast<br\/>sriov<br\/>EXC-2026-014"\]/);
        assert.match(text, /class n\d+(,n\d+)* sriov/);
        assert.match(text, /\(\["Network data"\]\)/);
    });

    it("shows hostile names harmlessly", () => {
        const svg = reportAsSvg(hostile);
        assert.ok(!svg.includes("<b>") && !svg.includes("\u202e"));
        const labels = reportAsMermaid(hostile)
            .split("\n")
            .filter((line) => line.includes("Port"));
        assert.equal(labels.length, 1);
        assert.match(labels[0] ?? "", /^ +n0\["Port #34;#93;#59; click n0 #34;javascript:x#34; #60;b#62;#38;/);
    });

    it("of an empty stack is empty, and no fault", () => {
        assert.match(reportAsSvg(reportOf([])), /width="0"/);
        assert.equal(reportAsMermaid(reportOf([])), "flowchart LR");
    });
});
