/**
 * What a stack joins must not grow faster than the stack: pods whose networks and pools stand beside them, 1,000 objects against
 * 8,000. Prints the ratio of the time for an object, and exits with 1 if it is above the limit.
 *
 *     npx tsx bench/join.ts
 */
import { performance } from "node:perf_hooks";
import { NO_CONTEXT } from "../techniques/classification";
import { attachmentsOf, joinResource, readResource } from "../techniques/read";
import { StackIndex } from "../techniques/stack";
import { median } from "./median";

const FEW = 1000;
const MANY = 8000;
const ROUNDS = 9;
/** Linear, with room for caches that no longer fit the processor's. */
const LIMIT = 2;

function networkOf(index: number): object {
    const annotations = { "k8s.v1.cni.cncf.io/resourceName": `openshift.io/p${index}` };
    const config = JSON.stringify({ cniVersion: "1.0.0", type: "sriov" });
    return {
        apiVersion: "k8s.cni.cncf.io/v1",
        kind: "NetworkAttachmentDefinition",
        metadata: { name: `n${index}`, namespace: "default", annotations },
        spec: { config },
    };
}

function podOf(index: number): object {
    const limits = { [`openshift.io/p${index}`]: "1" };
    return {
        apiVersion: "v1",
        kind: "Pod",
        metadata: {
            name: `p${index}`,
            namespace: "default",
            annotations: { "k8s.v1.cni.cncf.io/networks": `n${index}` },
        },
        spec: { containers: [{ name: "c", image: "i", resources: { limits, requests: limits } }] },
    };
}

/** Microseconds for an object of a stack of half networks and half pods, once it is read. */
function joining(size: number): number {
    const members = Array.from({ length: size }, (_, place) => {
        const index = Math.floor(place / 2);
        const network = place % 2 === 0;
        const type = network ? "kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinition" : "kubernetes:core/v1:Pod";
        const name = `${network ? "n" : "p"}${index}`;
        const view = {
            urn: `urn:pulumi:dev::bench::${type}::${name}`,
            type,
            name,
            props: network ? networkOf(index) : podOf(index),
            custom: true,
        };
        return { view, reading: readResource(view, NO_CONTEXT), propertyDependencies: {} };
    });
    const start = performance.now();
    const index = new StackIndex(members);
    const joined = members.flatMap((member) => attachmentsOf(member.reading, joinResource(member, index, NO_CONTEXT)));
    const took = performance.now() - start;
    if (joined.length < size / 2) {
        throw new Error(`only ${joined.length} attachments in ${size} objects: the benchmark measures the wrong thing`);
    }
    return (took * 1000) / size;
}

joining(FEW); // Compiles the code for both.
const rounds = Array.from({ length: ROUNDS }, () => ({ few: joining(FEW), many: joining(MANY) }));
const few = median(rounds.map((round) => round.few));
const many = median(rounds.map((round) => round.many));
const ratio = many / few;
console.log(
    `joining: ${few.toFixed(1)} µs an object in a stack of ${FEW}, ${many.toFixed(1)} µs in one of ${MANY}, ` +
        `ratio ${ratio.toFixed(2)} (limit ${LIMIT})`,
);
process.exitCode = ratio > LIMIT ? 1 : 0;
