/** Resource hooks that the program wants to be run at previews too. */

import type { Account } from "./account";
import type { Callback, Callbacks } from "./callbacks";
import { messageOf, PreviewFault } from "./fault";
import { resource, toStruct } from "./protocol";
import type { ResourceState } from "./resource-state";
import { upgradeOutputs, type WireObject } from "./wire";

interface Hook {
    readonly callback: Callback;
    readonly onDryRun: boolean;
    readonly ignoreErrors: boolean;
}

/** The hooks of a program. */
export class Hooks {
    private readonly hooks = new Map<string, Hook>();

    public constructor(
        private readonly callbacks: Callbacks,
        private readonly account: Account,
    ) {}

    /** Notes a hook. Error hooks, too, need a name of their own, though nothing fails at a preview. */
    public add(name: string, callback: Callback | undefined, onDryRun: boolean, ignoreErrors: boolean): void {
        if (name === "" || callback === undefined || this.hooks.has(name)) {
            throw new PreviewFault(1, `resource hook already registered for name "${name}"`);
        }
        this.hooks.set(name, { callback, onDryRun, ignoreErrors });
    }

    /** Runs what is bound to the making of a resource. */
    public async run(state: ResourceState, options: resource.TransformResourceOptions | undefined): Promise<void> {
        const binding = options?.getHooks?.();
        if (binding === undefined) {
            return;
        }
        for (const name of binding.getBeforeCreateList()) {
            await this.call(name, state, undefined);
        }
        for (const name of binding.getAfterCreateList()) {
            await this.call(name, state, state.outputs);
        }
    }

    private async call(name: string, state: ResourceState, outputs: WireObject | undefined): Promise<void> {
        const hook = this.hooks.get(name);
        if (hook === undefined) {
            throw new PreviewFault(1, `resource hook not registered for ${name}`);
        }
        if (!hook.onDryRun) {
            return;
        }
        const request = new resource.ResourceHookRequest();
        request.setUrn(state.urn);
        request.setId(state.id);
        request.setName(state.name);
        request.setType(state.type);
        request.setNewInputs(toStruct(upgradeOutputs(state.inputs) as WireObject));
        if (outputs !== undefined) {
            request.setNewOutputs(toStruct(upgradeOutputs(outputs) as WireObject));
        }
        let failure: string | undefined;
        try {
            failure = await this.callbacks.hook(hook.callback, request);
        } catch (error) {
            failure = messageOf(error);
        }
        if (failure === undefined) {
            return;
        }
        // The engine fails a preview over a hook before the creation, and warns of one after it.
        if (outputs === undefined && !hook.ignoreErrors) {
            throw new PreviewFault(1, `before hook "${name}" of ${state.urn} failed: ${failure}`);
        }
        this.account.diagnostic({
            severity: "warning",
            message: `hook "${name}" failed: ${failure}`,
            urn: state.urn,
            source: "program",
        });
    }
}
