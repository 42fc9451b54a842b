/** The name under which reports say who made them. */
export const TOOL = "virtio-first";
