import type { Technique } from "../techniques/technique";

/** The colours of one technique on one ground. */
interface Tint {
    readonly fill: string;
    readonly stroke: string;
}

/**
 * One colour for each technique, the same in every picture. Software is green and blue, hardware warm; each differs in
 * lightness too, and no picture tells anything by colour alone.
 */
export const colours: Readonly<Record<Technique, { readonly light: Tint; readonly dark: Tint }>> = {
    virtio: { light: { fill: "#d7f0e2", stroke: "#1a7f4e" }, dark: { fill: "#123526", stroke: "#4cc38a" } },
    vmxnet3: { light: { fill: "#d6ecf5", stroke: "#1f6f94" }, dark: { fill: "#10303f", stroke: "#5bb5d9" } },
    emulated: { light: { fill: "#eceae4", stroke: "#6f6a5c" }, dark: { fill: "#2c2a25", stroke: "#a8a292" } },
    sriov: { light: { fill: "#fde5cc", stroke: "#b35900" }, dark: { fill: "#402610", stroke: "#f0a35e" } },
    "pci-passthrough": { light: { fill: "#fbdcd6", stroke: "#b3402a" }, dark: { fill: "#42201a", stroke: "#ef8f7c" } },
    vdpa: { light: { fill: "#e7e0fa", stroke: "#6247aa" }, dark: { fill: "#292043", stroke: "#a996e6" } },
    smartnic: { light: { fill: "#f8e0f0", stroke: "#9c3d7c" }, dark: { fill: "#3c1c32", stroke: "#df8cc2" } },
    accelerator: { light: { fill: "#fbf0c4", stroke: "#856a00" }, dark: { fill: "#3a3110", stroke: "#d8b93f" } },
    unknown: { light: { fill: "#ffffff", stroke: "#57606a" }, dark: { fill: "#161b22", stroke: "#8b949e" } },
};
