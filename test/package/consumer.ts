/** A user of the package: a project in a folder of its own, with the package's tarball and a strict program. */

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../cli/support";

/** A user's program that takes something of every entry. */
const PROGRAM = `
import * as openstackSdk from "@pulumi/openstack";
import * as virtioFirst from "pulumi-virtio-first";
import * as kubernetes from "pulumi-virtio-first/kubernetes";
import * as kubevirt from "pulumi-virtio-first/kubevirt";
import { NetworkAttachment } from "pulumi-virtio-first/openstack";
import type { VirtioFirstOptions } from "pulumi-virtio-first/policy";
import { expectConformant, previewStack } from "pulumi-virtio-first/testing";
import { previewWithPolicies } from "pulumi-virtio-first/automation";

const network = new openstackSdk.networking.Network("data", { name: "data" });
export const slow = new virtioFirst.openstack.NetworkAttachment("slow", { networkId: network.id }).portId;
export const fast = new NetworkAttachment("fast", {
    networkId: network.id,
    technique: "sriov",
    exceptionId: "EXC-2026-014",
}).portId;
// @ts-expect-error: hardware without an exception ID
export const bare = () => new NetworkAttachment("bare", { networkId: network.id, technique: "sriov" });
export const blue = new kubernetes.NetworkAttachmentDefinition("blue", {
    metadata: { namespace: "apps" },
    config: { type: "bridge", bridge: "br1" },
}).name;
export type Machine = kubevirt.VirtualMachineArgs;
export const options: VirtioFirstOptions = { all: "advisory", paravirtualIo: { requireRegister: true } };
export const test = async () => expectConformant(await previewStack());
export const engine = previewWithPolicies;
`;

/** Every way in which a program may look for the package. */
export const RESOLUTIONS = {
    node10: { module: "commonjs", moduleResolution: "node10" },
    node16: { module: "node16", moduleResolution: "node16" },
    nodenext: { module: "nodenext", moduleResolution: "nodenext" },
    bundler: { module: "preserve", moduleResolution: "bundler" },
};

/** Packs a folder of the repository. */
export function pack(from: string, into: string): { readonly tarball: string; readonly files: readonly string[] } {
    const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", into], {
        cwd: from,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
    });
    const [{ filename, files }] = JSON.parse(packed) as [{ filename: string; files: { path: string }[] }];
    return { tarball: join(into, filename), files: files.map(({ path }) => path) };
}

/** Writes the project of the user's program, without its modules. */
export function writeConsumer(folder: string): void {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "Pulumi.yaml"), "name: consumer\nruntime: nodejs\n");
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "consumer", main: "index.ts" }));
    writeFileSync(join(folder, "index.ts"), PROGRAM);
}

/** Compiles the user's program in strict mode; what the compiler says of it, and its exit code. */
export function compile(folder: string, resolution: keyof typeof RESOLUTIONS): readonly [string, number | null] {
    const options = { ...RESOLUTIONS[resolution], strict: true, target: "es2022", noEmit: true, skipLibCheck: true };
    const file = `tsconfig.${resolution}.json`;
    writeFileSync(join(folder, file), JSON.stringify({ compilerOptions: options, files: ["index.ts"] }));
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    const { stdout, status } = spawnSync(process.execPath, [tsc, "-p", file], { cwd: folder, encoding: "utf8" });
    return [stdout, status];
}

/** Previews the user's program by the package's own command. */
export function preview(folder: string): {
    readonly stdout: string;
    readonly stderr: string;
    readonly status: number | null;
} {
    const command = join(folder, "node_modules", "pulumi-virtio-first", "bin", "cli", "main.js");
    return spawnSync(process.execPath, [command, "preview"], {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, CI: "true" },
    });
}

/** The package.json of a folder. */
export function manifest(folder: string): Record<string, unknown> {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, unknown>;
}
