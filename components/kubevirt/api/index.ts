/**
 * KubeVirt's own types, as arguments take them.
 *
 * @packageDocumentation
 */
export type * from "./devices";
export type * from "./domain";
export type * from "./instancetype";
export type * from "./machine";
export type * from "./volumes";
