import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as kubernetes from "../../components/kubernetes";
import { downloadGoModule, execute, orSkip } from "./packages";
import { renderedKind } from "./rendered";

const CLIENT = "github.com/k8snetworkplumbingwg/network-attachment-definition-client";
const VERSION = "v1.7.7";
/** Of Kubernetes' own modules, which the client needs. */
const KUBERNETES = "v0.36.2";

const GO_MOD = `module virtio-first/multus-client

go 1.24

require (
	${CLIENT} ${VERSION}
	k8s.io/api ${KUBERNETES}
	k8s.io/apimachinery ${KUBERNETES}
	k8s.io/client-go ${KUBERNETES}
)
`;

/** In milliseconds. A first build compiles Kubernetes' client. */
const BUILD = 900_000;

const metadata = { namespace: "apps" };
const spec = { containers: [{ name: "upf", image: "upf:1" }] };

interface Case {
    readonly title: string;
    readonly attachments: () => readonly kubernetes.PodAttachment[];
    /** The networks as the client reads them. */
    readonly read: readonly object[];
}

const cases: readonly Case[] = [
    {
        title: "a network by its name, in the pod's namespace",
        attachments: () => [{ network: "blue" }],
        read: [{ name: "blue", namespace: "apps" }],
    },
    {
        title: "one network twice, with interface names, and one of another namespace",
        attachments: () => [
            { network: "blue", interface: "data" },
            { network: "blue", interface: "oam" },
            { network: "red", namespace: "shared" },
        ],
        read: [
            { name: "blue", namespace: "apps", interface: "data" },
            { name: "blue", namespace: "apps", interface: "oam" },
            { name: "red", namespace: "shared" },
        ],
    },
    {
        title: "every wish of an attachment",
        attachments: () => [
            {
                network: "blue",
                interface: "data",
                ips: ["10.0.0.5/24", "2001:db8::5/64"],
                mac: "02:00:00:00:00:05",
                portMappings: [{ hostPort: 8080, containerPort: 80, protocol: "tcp" }],
                bandwidth: { ingressRate: 1_000_000, ingressBurst: 8_000, egressRate: 2_000_000, egressBurst: 16_000 },
                cniArgs: { tenant: "a" },
                defaultRoute: ["10.0.0.1"],
            },
        ],
        read: [
            {
                name: "blue",
                namespace: "apps",
                interface: "data",
                ips: ["10.0.0.5/24", "2001:db8::5/64"],
                mac: "02:00:00:00:00:05",
                portMappings: [{ hostPort: 8080, containerPort: 80, protocol: "tcp" }],
                bandwidth: { ingressRate: 1_000_000, ingressBurst: 8_000, egressRate: 2_000_000, egressBurst: 16_000 },
                "cni-args": { tenant: "a" },
                "default-route": ["10.0.0.1"],
            },
        ],
    },
    {
        title: "an InfiniBand network under an exception",
        attachments: () => [
            {
                network: "fabric",
                technique: "sriov",
                exceptionId: "EXC-2026-014",
                resourceName: "openshift.io/fabric",
                infinibandGuid: "c2:11:22:33:44:55:66:77",
            },
        ],
        read: [{ name: "fabric", namespace: "apps", "infiniband-guid": "c2:11:22:33:44:55:66:77" }],
    },
    {
        title: "a network of our own, whose name Pulumi gives",
        attachments: () => [
            new kubernetes.NetworkAttachmentDefinition("blue", { metadata, config: { type: "bridge" } }),
        ],
        read: [{ name: "blue-0a1b2c3d", namespace: "apps" }],
    },
];

describe("the networks annotation, read by the network plumbing group's own client", () => {
    let folder: string;

    before(function () {
        this.timeout(BUILD);
        folder = mkdtempSync(join(tmpdir(), "virtio-first-multus-client-"));
        orSkip(this, () => {
            downloadGoModule(folder, `${CLIENT}@${VERSION}`);
            writeFileSync(join(folder, "go.mod"), GO_MOD);
            copyFileSync(join(__dirname, "multus-client", "main.go"), join(folder, "main.go"));
            execute("what the Go client is built from", folder, BUILD, "go", "mod", "tidy");
        });
        // All that it needs is there now: a fault in the build is one of ours.
        execFileSync("go", ["build", "-o", "read-networks", "."], {
            cwd: folder,
            env: { ...process.env, GOWORK: "off", GOTOOLCHAIN: "local", CGO_ENABLED: "0" },
        });
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    for (const { title, attachments, read } of cases) {
        it(`gives ${title}`, async () => {
            const pod = await renderedKind(
                "Pod",
                () => new kubernetes.Pod("probe", { metadata, spec, attachments: attachments() }),
            );
            const input = JSON.stringify([pod]);
            const output = execFileSync(join(folder, "read-networks"), { input, encoding: "utf8" });
            assert.deepEqual(JSON.parse(output), [read]);
        });
    }
});
