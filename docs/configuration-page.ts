import { configSchema } from "../policy-pack/config-schema";
import { code, table } from "./markdown";

/** The page of the policy config, as Markdown. */
export function configurationPage(): string {
    const rows = Object.entries(configSchema.properties).map(([key, schema]) => [
        code(key),
        schema.default === undefined ? "none" : code(JSON.stringify(schema.default)),
        [schema.description ?? "", ...(schema.enum ? [`One of ${code(...schema.enum.map(String))}.`] : [])].join(" "),
    ]);
    return [
        "# Policy config",
        "",
        "The config of the policy pack is given once, under `paravirtual-io`; the other policies share it. It is a JSON file for",
        "`--policy-pack-config` (of `pulumi preview`, `pulumi up` and `virtio-first preview` alike), or the config of a policy group in",
        "Pulumi Cloud. What breaks the schema stops the preview before the pack is asked; an unknown key or an impossible value is a",
        "mandatory finding (`config-fault`). This page is generated from `policy-pack/config-schema.ts` by `npm run docs`.",
        "",
        table(["key", "default", "meaning"], rows),
        "Names are matched exactly first, then by the longest glob that fits. In a glob, `*` stands for any characters (slashes and",
        "colons too), `?` for one, and nothing else is special.",
        "",
        "```json",
        JSON.stringify(
            {
                "paravirtual-io": {
                    registerFile: "exceptions.yaml",
                    requireRegister: true,
                    unverifiable: "mandatory",
                    approvedAccelerators: ["nvidia.com/gpu"],
                    flavors: { "m1.*": "none", "sriov.*": "sriov" },
                    images: { "debian-*": "virtio" },
                    networks: { "default/oam": "virtio" },
                },
            },
            undefined,
            4,
        ),
        "```",
        "",
        "## Levels",
        "",
        "A policy has one level, which Pulumi lets the config change (`enforcementLevel`). A finding of `attachment-health` that config",
        "raises to mandatory (`unverifiable`, `emulated`) is reported by `paravirtual-io` instead.",
        "",
        "## The register",
        "",
        "`exceptions` holds the entries inline; `registerFile` names a YAML or JSON file, relative to the pack's folder; without both,",
        "`exceptions.yaml` beside the pack is taken if it is there. A register that is configured and missing, empty or malformed refuses",
        "every hardware attachment. Without any register, well-formed IDs are accepted and an advisory says that they are not verified.",
        "",
        "The pack decides from this config, the register and the clock alone: never from stack config, stack tags, environment variables",
        "or files of the program, all of which the author of a stack can write.",
        "",
    ].join("\n");
}
