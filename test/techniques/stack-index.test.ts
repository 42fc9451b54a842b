import assert from "node:assert/strict";
import { type Definition, EMPTY_READING, type Reference } from "../../techniques/reading";
import { provesNamespace, StackIndex, type StackMember } from "../../techniques/stack";
import { UNKNOWN } from "../../techniques/value";

interface Given {
    readonly name: string;
    readonly definitions?: readonly Definition[];
    readonly provider?: string;
    readonly dependsOn?: Readonly<Record<string, readonly string[]>>;
}

function member({ name, definitions = [], provider, dependsOn = {} }: Given): StackMember {
    return {
        view: {
            urn: `urn:${name}`,
            type: "t",
            name,
            props: {},
            custom: true,
            ...(provider !== undefined && { provider }),
        },
        reading: { ...EMPTY_READING, definitions },
        propertyDependencies: Object.fromEntries(
            Object.entries(dependsOn).map(([property, names]) => [property, names.map((one) => `urn:${one}`)]),
        ),
    };
}

const reference = (over: Partial<Reference> = {}): Reference => ({
    kind: "network",
    value: "n",
    path: "networks[0].uuid",
    property: "networks",
    ...over,
});
const network = (over: Partial<Definition> = {}): Definition => ({ kind: "network", names: ["n"], ...over });

function found(members: readonly Given[], from: Given, over: Partial<Reference> = {}): string {
    const asking = member(from);
    const index = new StackIndex([...members.map(member), asking]);
    const { state, members: matches } = index.find(reference(over), asking);
    return [state, ...matches.map(({ view }) => view.name)].join(" ");
}

describe("what a reference names in a stack", () => {
    const vm: Given = { name: "vm" };

    it("is found by its kind and by each of its names", () => {
        const net: Given = { name: "net", definitions: [network({ names: ["id", "n"] })] };
        assert.equal(found([net], vm), "found net");
        assert.equal(found([net], vm, { value: "id" }), "found net");
        assert.equal(found([net], vm, { value: "other" }), "outside");
        assert.equal(found([net], vm, { kind: "port" }), "outside");
        assert.equal(found([net, { ...net, name: "twin" }], vm), "found net twin");
        const twice: Given = { name: "twice", definitions: [network(), network()] };
        assert.equal(found([twice], vm), "found twice");
    });

    it("is that of its own provider, and elsewhere where only another's has it", () => {
        const of = (name: string, provider?: string): Given => ({
            name,
            definitions: [network()],
            ...(provider !== undefined && { provider }),
        });
        const east: Given = { name: "vm", provider: "east" };
        assert.equal(found([of("a", "east"), of("b", "west")], east), "found a");
        assert.equal(found([of("b", "west")], east), "elsewhere b");
        assert.equal(found([of("c")], east), "found c");
        assert.equal(found([of("b", "west")], vm), "found b");
    });

    it("is that of its own namespace, where both are told", () => {
        const of = (name: string, namespace?: Definition["namespace"]): Given => ({
            name,
            definitions: [network(namespace === undefined ? {} : { namespace })],
        });
        assert.equal(found([of("a", "upf"), of("b", "smf")], vm, { namespace: "upf" }), "found a");
        assert.equal(found([of("b", "smf")], vm, { namespace: "upf" }), "outside");
        assert.equal(found([of("b", UNKNOWN)], vm, { namespace: "upf" }), "found b");
        assert.equal(found([of("b", "smf")], vm, { namespace: UNKNOWN }), "found b");
        assert.equal(found([of("b")], vm, { namespace: "upf" }), "found b");
        assert.equal(found([of("b", "smf")], vm), "found b");
    });

    it("is what its property depends on where its name is not known, if that is of its kind", () => {
        const net: Given = { name: "net", definitions: [network({ names: [] })] };
        const port: Given = { name: "port", definitions: [{ kind: "port", names: [] }] };
        const mixed: Given = { name: "mixed", definitions: [{ kind: "port", names: [] }, network({ names: [] })] };
        const asks = (...names: string[]): string =>
            found([net, port, mixed], { name: "vm", dependsOn: { networks: names } }, { value: UNKNOWN });
        assert.equal(asks("net"), "found net");
        assert.equal(asks("net", "port", "mixed"), "found net mixed");
        assert.equal(asks("port"), "undecided");
        assert.equal(asks("gone"), "undecided");
        assert.equal(found([net], { name: "vm", dependsOn: { other: ["net"] } }, { value: UNKNOWN }), "undecided");
        assert.equal(found([net], vm, { value: UNKNOWN, property: "constructor" }), "undecided");
    });

    it("is proved by name only where both tell the same namespace, or neither any", () => {
        const proves = (one: Definition["namespace"], other: Definition["namespace"]): boolean =>
            provesNamespace(
                one === undefined ? {} : { namespace: one },
                other === undefined ? { value: "n" } : { value: "n", namespace: other },
            );
        assert.deepEqual(
            [
                proves("a", "a"),
                proves(undefined, undefined),
                proves("a", "b"),
                proves("a", undefined),
                proves(undefined, "a"),
            ],
            [true, true, false, false, false],
        );
        assert.deepEqual([proves(UNKNOWN, UNKNOWN), proves("a", UNKNOWN), proves(UNKNOWN, "a")], [false, false, false]);
        assert.equal(provesNamespace({ namespace: "a" }, { value: UNKNOWN, namespace: "b" }), true);
    });
});
