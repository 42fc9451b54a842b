/**
 * Components for OpenStack: network attachments, trunks, the virtual machines on them, and the flavors and images that
 * machines are made of.
 *
 * @packageDocumentation
 */
export type * from "./adoption";
export type * from "./attachment-args";
export type { AttachmentInPlace, AttachmentSource } from "./attachment-list";
export type * from "./epa";
export * from "./flavor";
export type * from "./flavor-args";
export * from "./image";
export type * from "./image-args";
export type * from "./machine-args";
export { type ExistingPortArgs, NetworkAttachment } from "./network-attachment";
export type { PortAbilities } from "./port-binding";
export { Trunk, type TrunkArgs, type TrunkSubPort } from "./trunk";
export * from "./virtual-machine";
