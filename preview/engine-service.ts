/** The Engine protocol: messages of the program. */

import type * as Grpc from "@grpc/grpc-js";

import type { Account } from "./account";
import { empties, engine, engineService } from "./protocol";
import type { Diagnostic } from "./result";

const SEVERITIES: Readonly<Record<number, Diagnostic["severity"]>> = {
    [engine.LogSeverity.DEBUG]: "debug",
    [engine.LogSeverity.INFO]: "info",
    [engine.LogSeverity.WARNING]: "warning",
    [engine.LogSeverity.ERROR]: "error",
};

/** Serves the protocol. */
export function addEngineService(server: Grpc.Server, account: Account): void {
    let rootResource = "";
    server.addService(engineService.EngineService, {
        log(call: Grpc.ServerUnaryCall<engine.LogRequest, unknown>, done: Grpc.sendUnaryData<unknown>): void {
            account.touch();
            const severity = SEVERITIES[call.request.getSeverity()] ?? "info";
            // Debug messages are many, and of the SDK's own workings.
            if (severity !== "debug" && !call.request.getEphemeral()) {
                const urn = call.request.getUrn();
                account.diagnostic({
                    severity,
                    message: call.request.getMessage(),
                    ...(urn === "" ? {} : { urn }),
                    source: "program",
                });
            }
            done(null, new empties.Empty());
        },
        getRootResource(_call: unknown, done: Grpc.sendUnaryData<unknown>): void {
            const response = new engine.GetRootResourceResponse();
            response.setUrn(rootResource);
            done(null, response);
        },
        setRootResource(
            call: Grpc.ServerUnaryCall<engine.SetRootResourceRequest, unknown>,
            done: Grpc.sendUnaryData<unknown>,
        ): void {
            rootResource = call.request.getUrn();
            done(null, new engine.SetRootResourceResponse());
        },
        startDebugging(_call: unknown, done: Grpc.sendUnaryData<unknown>): void {
            done(null, new empties.Empty());
        },
        requirePulumiVersion(_call: unknown, done: Grpc.sendUnaryData<unknown>): void {
            // There is no CLI here whose version could be wrong.
            done(null, new engine.RequirePulumiVersionResponse());
        },
    });
}
