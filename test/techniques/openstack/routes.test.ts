import assert from "node:assert/strict";
import { NO_CONTEXT } from "../../../techniques/classification";
import { openstack } from "../../../techniques/openstack";
import { resourceTable, rowOfToken } from "../../../techniques/openstack/resource-table";
import { snakeCase } from "../../../techniques/terraform";
import { judged, NOT_KNOWN, read, TOKENS, view } from "./support";

/** `networking_port_v2` as a bridged provider writes it. */
function camel(terraform: string): string {
    return terraform.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function pascal(terraform: string): string {
    return camel(terraform).replace(/^./, (letter) => letter.toUpperCase());
}

describe("OpenStack resources under every token", () => {
    for (const row of resourceTable) {
        const tokens = [
            ...row.pulumi.map((token) => `openstack:${token}`),
            ...row.pulumi.map((token) => `openstack:${token.split("/")[0]}:${token.split(":")[1]}`),
            `openstack:index/${camel(row.terraform)}:${pascal(row.terraform)}`,
            `opentelekomcloud:index/${camel(row.terraform)}:${pascal(row.terraform)}`,
            `net-module:tf:openstack_${row.terraform}`,
            `net-module:tf:flexible_engine_${row.terraform}`,
        ];
        for (const token of tokens) {
            it(`${token} is ${row.terraform}`, () => {
                assert.equal(rowOfToken(token), row);
                assert.ok(openstack.read(view(token, "it", {}), NO_CONTEXT) !== undefined);
            });
        }

        it(`${row.terraform} comes back from its own camel case`, () => {
            assert.equal(snakeCase(camel(row.terraform)), row.terraform);
        });
    }

    it("leaves other providers' resources alone", () => {
        for (const token of [
            "openstack:networking/subnet:Subnet",
            "openstack:networking/router:Router",
            "gcp:compute/instance:Instance",
            "azure-native:compute:Image",
            "aws:rds/instance:Instance",
            "kubernetes:core/v1:Pod",
            "pulumi:pulumi:Stack",
            "virtio-first:openstack:NetworkAttachment",
            "x",
            "",
        ]) {
            assert.equal(
                openstack.read(view(token, "it", { binding: { vnicType: "direct" } }), NO_CONTEXT),
                undefined,
                token,
            );
        }
    });
});

describe("OpenStack arguments in every spelling", () => {
    const tf = (type: string): string => `mod:tf:openstack_${type}`;

    it("blocks of a Terraform module are read as lists of one", () => {
        const { attachments, markers } = read(tf("networking_port_v2"), {
            network_id: NOT_KNOWN,
            binding: [{ vnic_type: "direct", profile: "{}" }],
            tags: ["virtio-first:exception-id=EXC-2026-014"],
        });
        assert.deepEqual(judged(attachments), ["sriov at binding[0].vnic_type"]);
        assert.deepEqual(markers.exceptionIds, [{ value: "EXC-2026-014", path: "tags[0]" }]);
    });

    it("value specs, extra specs, flavor data are read in snake case", () => {
        assert.deepEqual(
            judged(read(tf("networking_port_v2"), { value_specs: { "binding:vnic_type": "vdpa" } }).attachments),
            ['vdpa at value_specs["binding:vnic_type"]'],
        );
        assert.deepEqual(
            judged(read(tf("compute_flavor_v2"), { extra_specs: { "resources:VGPU": "1" } }).attachments),
            ['accelerator at extra_specs["resources:VGPU"]'],
        );
        assert.deepEqual(judged(read(tf("lb_flavorprofile_v2"), { flavor_data: '{"sriov_vip": true}' }).attachments), [
            "sriov at flavor_data",
        ]);
    });

    it("repeated blocks keep Terraform's singular", () => {
        const { references } = read(tf("compute_instance_v2"), {
            flavor_name: "m1",
            network: [{ port: "p-1" }, { uuid: "n-1" }],
            block_device: [{ source_type: "image", uuid: "i-1", boot_index: 0 }],
        });
        assert.deepEqual(
            references.map(({ kind, value, path, property }) => [kind, value, path, property]),
            [
                ["port", "p-1", "network[0].port", "network"],
                ["network", "n-1", "network[1].uuid", "network"],
                ["flavor-name", "m1", "flavor_name", "flavor_name"],
                ["image", "i-1", "block_device[0].uuid", "block_device"],
            ],
        );
        assert.deepEqual(
            read(tf("networking_trunk_v2"), { port_id: "p-1", sub_port: [{ port_id: "p-2" }] }).references.map(
                ({ path }) => path,
            ),
            ["port_id", "sub_port[0].port_id"],
        );
    });

    it("a second spelling beside the first hides nothing", () => {
        assert.deepEqual(
            judged(read(TOKENS.port, { valueSpecs: {}, value_specs: { "binding:vnic_type": "direct" } }).attachments),
            ['sriov at value_specs["binding:vnic_type"]'],
        );
        assert.deepEqual(
            judged(read(TOKENS.port, { binding: [{ vnicType: "normal" }, { vnicType: "direct" }] }).attachments),
            ["sriov at binding[1].vnicType"],
        );
    });
});

describe("OpenStack markers", () => {
    it("are tags on a port, a trunk, a network, a load balancer and a Heat stack", () => {
        for (const type of [TOKENS.port, TOKENS.trunk, TOKENS.network, TOKENS.loadBalancer, TOKENS.heat]) {
            const { markers } = read(type, {
                tags: ["blue", "virtio-first:exception-id=EXC-2026-014", "virtio-first:technique=vdpa"],
            });
            assert.deepEqual(markers.exceptionIds, [{ value: "EXC-2026-014", path: "tags[1]" }], type);
            assert.deepEqual(markers.techniques, [{ value: "vdpa", path: "tags[2]" }]);
        }
    });

    it("are metadata on an instance, where a tag counts as well", () => {
        const { markers } = read(TOKENS.instance, {
            metadata: { "virtio-first:exception-id": "EXC-1, EXC-2" },
            tags: ["virtio-first:exception-id=EXC-3"],
        });
        assert.deepEqual(
            markers.exceptionIds.map(({ value }) => value),
            ["EXC-1", "EXC-2", "EXC-3"],
        );
        assert.deepEqual(markers.place, { form: "map", path: "metadata" });
    });

    it("are extra specs on a flavor and properties on an image, where a tag does not count", () => {
        const key = "virtio-first:exception-id";
        assert.equal(read(TOKENS.flavor, { extraSpecs: { [key]: "EXC-1" } }).markers.exceptionIds[0]?.value, "EXC-1");
        const image = read(TOKENS.image, { properties: { [key]: "EXC-1" }, tags: [`${key}=EXC-2`] });
        assert.deepEqual(
            image.markers.exceptionIds.map(({ value }) => value),
            ["EXC-1"],
        );
    });

    it("count once where a resource that is only read shows them twice", () => {
        const tag = "virtio-first:exception-id=EXC-1";
        assert.deepEqual(read(TOKENS.port, { tags: [tag], allTags: [tag] }).markers.exceptionIds, [
            { value: "EXC-1", path: "tags[0]" },
        ]);
        assert.deepEqual(read(TOKENS.port, { tags: [], allTags: [tag] }).markers.exceptionIds, [
            { value: "EXC-1", path: "allTags[0]" },
        ]);
    });

    it("that are not known yet are said to be so", () => {
        assert.deepEqual(read(TOKENS.port, { tags: NOT_KNOWN }).markers.unknown, ["tags"]);
        assert.deepEqual(read(TOKENS.port, { tags: ["a", NOT_KNOWN] }).markers.unknown, ["tags[1]"]);
        assert.deepEqual(read(TOKENS.port, { allTags: NOT_KNOWN }).markers.unknown, []);
    });

    it("have a place even where none is given, and none on what can carry nothing", () => {
        assert.deepEqual(read(TOKENS.port, {}).markers.place, { form: "tags", path: "tags" });
        assert.deepEqual(read("m:tf:openstack_compute_flavor_v2", {}).markers.place, {
            form: "map",
            path: "extra_specs",
        });
        for (const type of [TOKENS.attach, TOKENS.database, TOKENS.cluster]) {
            assert.equal(read(type, {}).markers.place, undefined);
        }
    });
});
