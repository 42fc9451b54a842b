import { VirtioFirst, type VirtioFirstOptions } from "../../policy-pack/public";

// What compiles, and what must not. Never run: a process holds one pack.
export function packs(): VirtioFirst[] {
    const entry = {
        id: "EXC-2026-014",
        techniques: ["sriov"],
        scope: { projects: ["core"] },
        reason: "r",
        owner: "o",
        approvedBy: "b",
        approvedOn: "2026-01-01",
        expires: "2026-12-31",
    } as const;
    const options: VirtioFirstOptions = { paravirtualIo: { exceptions: [entry], flavors: { "m1.*": "none" } } };
    return [
        new VirtioFirst(),
        new VirtioFirst(options),
        new VirtioFirst({ all: "advisory", attachmentHealth: "disabled" }, { displayName: "Ours" }, "ours"),

        // @ts-expect-error: no such level
        new VirtioFirst({ all: "strict" }),
        // @ts-expect-error: no such key
        new VirtioFirst({ paravirtualIo: { requireRegistre: true } }),
        // @ts-expect-error: no such technique
        new VirtioFirst({ paravirtualIo: { flavors: { "m1.*": "fast" } } }),
        // @ts-expect-error: config that calls something unknown
        new VirtioFirst({ paravirtualIo: { networks: { net: "unknown" } } }),
        // @ts-expect-error: an exception without an end
        new VirtioFirst({ paravirtualIo: { exceptions: [{ ...entry, expires: undefined }] } }),
    ];
}
