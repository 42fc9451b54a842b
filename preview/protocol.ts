/**
 * Pulumi's protocols, from the SDK that is installed beside this package. gRPC and the protobuf classes come through
 * the SDK's own resolution: with a second copy of either, messages of one copy are strangers to the other.
 */

import { createRequire } from "node:module";

import type * as Grpc from "@grpc/grpc-js";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import * as analyzerService from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as callback from "@pulumi/pulumi/proto/callback_pb";
import * as callbackService from "@pulumi/pulumi/proto/callback_grpc_pb";
import * as engine from "@pulumi/pulumi/proto/engine_pb";
import * as engineService from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as resource from "@pulumi/pulumi/proto/resource_pb";
import * as resourceService from "@pulumi/pulumi/proto/resource_grpc_pb";
import type * as Empty from "google-protobuf/google/protobuf/empty_pb";
import type * as Struct from "google-protobuf/google/protobuf/struct_pb";

import type { WireObject } from "./wire";

const ofSdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));

export const grpc = ofSdk("@grpc/grpc-js") as typeof Grpc;
export const structs = ofSdk("google-protobuf/google/protobuf/struct_pb.js") as typeof Struct;
export const empties = ofSdk("google-protobuf/google/protobuf/empty_pb.js") as typeof Empty;

export { analyzer, analyzerService, callback, callbackService, engine, engineService, resource, resourceService };

/** As the SDK: messages of up to 400 MB, which may wait for half an hour while a process is busy. */
export const CHANNEL_OPTIONS: Grpc.ChannelOptions = {
    "grpc.max_receive_message_length": 1024 * 1024 * 400,
    "grpc.server_max_unrequested_time_in_server": 30 * 60,
};

/** Properties of a message, as plain values. */
export function fromStruct(struct: Struct.Struct | undefined): WireObject {
    return struct?.toJavaScript() ?? {};
}

/** Plain values as properties of a message. */
export function toStruct(values: WireObject): Struct.Struct {
    return structs.Struct.fromJavaScript(values);
}

/** The entries of a message's map. */
export function entriesOf<Value>(map: {
    forEach(visit: (value: Value, key: string) => void): void;
}): [string, Value][] {
    const entries: [string, Value][] = [];
    map.forEach((value, key) => entries.push([key, value]));
    return entries;
}
