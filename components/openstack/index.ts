/**
 * Components for OpenStack: network attachments, and the virtual machines on them.
 *
 * @packageDocumentation
 */
export type * from "./attachment-args";
export type * from "./machine-args";
export { type ExistingPortArgs, NetworkAttachment, type NetworkAttachmentOptions } from "./network-attachment";
export * from "./virtual-machine";
