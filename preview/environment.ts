/** What child processes find in their environment, as the engine sets it. */

import type { Target } from "./target";

/** Left over from a Pulumi run around this one, or from its tracing. */
const FOREIGN = /^(?:PULUMI_NODEJS_(?!TSCONFIG_PATH$)\w+|PULUMI_CONFIG(?:_SECRET_KEYS)?|TRACEPARENT)$/;

/** The program's environment. */
export function programEnvironment(
    own: NodeJS.ProcessEnv,
    target: Target,
    typescript: { readonly wanted: boolean; readonly check: boolean; readonly tsconfig: string | undefined },
): NodeJS.ProcessEnv {
    const config: Record<string, string> = {};
    const secretKeys: string[] = [];
    for (const [key, value] of target.config) {
        // The long form is what SDKs of any age read.
        config[key.replace(":", ":config:")] = value.text;
        if (value.secret) {
            secretKeys.push(key);
        }
    }
    return {
        ...withoutForeign(own),
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys),
        ...(typescript.wanted ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
        // The second is for ES modules, whose loader the SDK starts without its own settings.
        ...(typescript.wanted && !typescript.check
            ? { PULUMI_NODEJS_TRANSPILE_ONLY: "true", TS_NODE_TRANSPILE_ONLY: "true" }
            : {}),
        ...(typescript.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: typescript.tsconfig }),
    };
}

/** A pack's environment. Secrets in the configuration are in plain, as with the engine. */
export function packEnvironment(own: NodeJS.ProcessEnv, target: Target): NodeJS.ProcessEnv {
    const config = Object.fromEntries([...target.config].map(([key, value]) => [key, value.text]));
    return {
        ...withoutForeign(own),
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_NODEJS_ORGANIZATION: target.organization,
        PULUMI_NODEJS_PROJECT: target.project,
        PULUMI_NODEJS_STACK: target.stack,
        PULUMI_NODEJS_DRY_RUN: "true",
        PULUMI_ORGANIZATION: target.organization,
        PULUMI_PROJECT: target.project,
        PULUMI_STACK: target.stack,
        PULUMI_DRY_RUN: "true",
    };
}

function withoutForeign(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return Object.fromEntries(Object.entries(own).filter(([name]) => !FOREIGN.test(name)));
}
