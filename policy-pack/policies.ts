import type { Policies } from "@pulumi/policy";
import { attachmentHealth } from "./attachment-health";
import { exceptionLifecycle } from "./exception-lifecycle";
import { paravirtualIo } from "./paravirtual-io";
import { Session, type SessionEnvironment } from "./session";

/**
 * The pack's policies, in the order in which they must stand: `paravirtual-io` first, since the others share its config
 * and its work. Importing this starts no server.
 *
 * @param environment The pack's folder and the clock; tests inject theirs.
 */
export function createPolicies(environment: SessionEnvironment): Policies {
    const session = new Session(environment);
    return [paravirtualIo(session), attachmentHealth(session), exceptionLifecycle(session)];
}
