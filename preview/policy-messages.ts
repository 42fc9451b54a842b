/** Resources and answers in the words of the analyzer protocol. */

import type { Level, PackSettings, PolicySettings } from "./policy-config";
import { analyzer, entriesOf, fromStruct, toStruct } from "./protocol";
import type { PolicyOptions, ResourceState } from "./resource-state";
import type { PolicyDescription, PolicyFinding } from "./result";
import { forPolicy, type WireObject } from "./wire";

/** By the numbers of the protocol, which SDKs of any age share; the names of some are newer than the oldest SDK. */
const LEVELS: readonly Level[] = ["advisory", "mandatory", "disabled", "remediate"];
const NUMBERS: Readonly<Record<Level, analyzer.EnforcementLevel>> = {
    advisory: analyzer.EnforcementLevel.ADVISORY,
    mandatory: analyzer.EnforcementLevel.MANDATORY,
    remediate: analyzer.EnforcementLevel.REMEDIATE,
    disabled: analyzer.EnforcementLevel.DISABLED,
};
const SEVERITIES: readonly PolicyFinding["severity"][] = [undefined, "low", "medium", "high", "critical"];
const KINDS: readonly PolicyDescription["kind"][] = ["unknown", "resource", "stack"];

/** The level in words, or undefined for a number that the protocol does not know. */
export function levelOf(level: number): Level | undefined {
    return LEVELS[level];
}

/** The severity in words, or undefined for none. */
export function severityOf(severity: number | undefined): PolicyFinding["severity"] {
    return SEVERITIES[severity ?? 0];
}

/** What a pack's policy is about. */
export function kindOf(kind: number | undefined): PolicyDescription["kind"] {
    return KINDS[kind ?? 0] ?? "unknown";
}

/** A resource as `Analyze` (inputs) and `Remediate` (inputs with the engine's own keys) ask about it. */
export function analyzeRequest(
    state: ResourceState,
    inputs: WireObject,
    provider: ResourceState | undefined,
    keepInternal: boolean,
): analyzer.AnalyzeRequest {
    const request = new analyzer.AnalyzeRequest();
    request.setUrn(state.urn);
    request.setType(state.type);
    request.setName(state.name);
    request.setProperties(toStruct(forPolicy(inputs, keepInternal)));
    request.setOptions(options(state.options, state.parent));
    request.setProvider(providerResource(provider));
    return request;
}

/** A resource as `AnalyzeStack` asks about it: its outputs, and what it depends on. */
export function stackResource(state: ResourceState, provider: ResourceState | undefined): analyzer.AnalyzerResource {
    const message = new analyzer.AnalyzerResource();
    message.setUrn(state.urn);
    message.setType(state.type);
    message.setName(state.name);
    message.setProperties(toStruct(forPolicy(state.outputs)));
    message.setOptions(options(state.options, state.parent));
    message.setProvider(providerResource(provider));
    message.setParent(state.parent);
    message.setDependenciesList([...state.dependencies]);
    for (const [key, urns] of Object.entries(state.propertyDependencies)) {
        if (urns.length > 0) {
            const list = new analyzer.AnalyzerPropertyDependencies();
            list.setUrnsList([...urns]);
            message.getPropertydependenciesMap().set(key, list);
        }
    }
    return message;
}

function options(given: PolicyOptions, parent: string): analyzer.AnalyzerResourceOptions {
    const message = new analyzer.AnalyzerResourceOptions();
    message.setProtect(given.protect);
    message.setIgnorechangesList([...given.ignoreChanges]);
    message.setDeletebeforereplace(given.deleteBeforeReplace ?? false);
    message.setDeletebeforereplacedefined(given.deleteBeforeReplace !== undefined);
    message.setAdditionalsecretoutputsList([...given.additionalSecretOutputs]);
    // Aliases are shown only where they match something in the stack's state; a new stack has none.
    message.setAliasesList([]);
    const timeouts = new analyzer.AnalyzerResourceOptions.CustomTimeouts();
    timeouts.setCreate(given.timeouts.create);
    timeouts.setUpdate(given.timeouts.update);
    timeouts.setDelete(given.timeouts.delete);
    message.setCustomtimeouts(timeouts);
    message.setParent?.(parent);
    return message;
}

function providerResource(provider: ResourceState | undefined): analyzer.AnalyzerProviderResource | undefined {
    if (provider === undefined) {
        return undefined;
    }
    const message = new analyzer.AnalyzerProviderResource();
    message.setUrn(provider.urn);
    message.setType(provider.type);
    message.setName(provider.name);
    message.setProperties(toStruct(forPolicy(provider.inputs)));
    return message;
}

/** Settings that a pack brings along. A setting without a level counts as advisory, as with the engine. */
export function initialSettings(info: analyzer.AnalyzerInfo): PackSettings {
    return new Map(
        entriesOf(info.getInitialconfigMap()).map(([name, config]) => [
            name,
            { level: levelOf(config.getEnforcementlevel()), properties: fromStruct(config.getProperties()) },
        ]),
    );
}

/** The settings in force, for the pack. */
export function configureRequest(settings: ReadonlyMap<string, PolicySettings>): analyzer.ConfigureAnalyzerRequest {
    const request = new analyzer.ConfigureAnalyzerRequest();
    for (const [name, { level, properties }] of settings) {
        const config = new analyzer.PolicyConfig();
        config.setEnforcementlevel(NUMBERS[level ?? "advisory"]);
        config.setProperties(toStruct(properties));
        request.getPolicyconfigMap().set(name, config);
    }
    return request;
}
