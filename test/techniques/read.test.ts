import assert from "node:assert/strict";
import { NO_CONTEXT } from "../../techniques/classification";
import {
    attachmentsOf,
    joinResource,
    mayHaveDevices,
    readOnlyRead,
    readOutputs,
    readResource,
} from "../../techniques/read";
import { type Attachment, decidedAlone, EMPTY_READING, NO_MARKERS, type Reading } from "../../techniques/reading";
import type { ResourceView } from "../../techniques/resource";
import { type Joined, StackIndex, type StackMember } from "../../techniques/stack";
import { NOT_KNOWN } from "./shown";

const PORT = "openstack:networking/port:Port";
const MARKED = ["virtio-first:exception-id=EXC-1"];

const view = (type: string, props: unknown, custom = true): ResourceView => ({
    urn: `urn:pulumi:dev::p::${type}::x`,
    type,
    name: "x",
    props,
    custom,
});
const techniques = ({ attachments }: Pick<Reading, "attachments">): string =>
    attachments.map((each) => each.techniques.join("|")).join();

describe("types", () => {
    it("may have to do with devices where a platform knows them, and not otherwise", () => {
        for (const type of [PORT, "kubernetes:core/v1:Pod", "command:local:Command", "libvirt:index/domain:Domain"]) {
            assert.ok(mayHaveDevices(type), type);
        }
        for (const type of ["aws:s3/bucket:Bucket", "random:index/randomId:RandomId", "pulumi:pulumi:Stack", ""]) {
            assert.ok(!mayHaveDevices(type), type);
        }
    });
});

describe("a resource", () => {
    it("that is a component shows nothing, whatever its arguments look like", () => {
        assert.equal(readResource(view(PORT, { binding: { vnicType: "direct" } }, false), NO_CONTEXT), EMPTY_READING);
    });

    it("of no platform shows nothing", () => {
        assert.equal(readResource(view("aws:s3/bucket:Bucket", { vnicType: "direct" }), NO_CONTEXT), EMPTY_READING);
    });

    it("that makes others by code or by commands is said to hide them", () => {
        for (const [type, label] of [
            ["pulumi-nodejs:dynamic:Resource", "a dynamic resource"],
            ["pulumi-python:dynamic/module:Thing", "a dynamic resource"],
            ["pulumi-nodejs:dynamic", "a dynamic resource"],
            ["command:remote:Command", "a command"],
        ] as const) {
            const reading = readResource(view(type, {}), NO_CONTEXT);
            assert.deepEqual(
                reading.notices.map(({ rule, path }) => [rule, path]),
                [["opaque-executor", ""]],
                type,
            );
            assert.match(
                reading.notices[0]?.text ?? "",
                new RegExp(`^This is ${label}.*resources of their own\\.$`, "s"),
            );
            assert.deepEqual({ ...reading, notices: [] }, { ...EMPTY_READING, markers: NO_MARKERS });
            const member: StackMember = { view: view(type, {}), reading, propertyDependencies: {} };
            assert.deepEqual(joinResource(member, new StackIndex([member]), NO_CONTEXT), {
                attachments: [],
                notices: [],
            });
        }
        assert.ok(!mayHaveDevices("pulumi-nodejs:dynamics:Resource"));
    });

    it("takes the technique that its marker chooses, in its outputs too", () => {
        const pod = (technique?: string): ResourceView =>
            view("kubernetes:core/v1:Pod", {
                apiVersion: "v1",
                kind: "Pod",
                metadata: { annotations: technique === undefined ? {} : { "virtio-first/technique": technique } },
                spec: { containers: [{ name: "c", resources: { limits: { "openshift.io/vf": 1 } } }] },
            });
        const open = readResource(pod(), NO_CONTEXT);
        assert.match(techniques(open), /sriov\|.*vdpa/);
        const chosen = readResource(pod("vdpa"), NO_CONTEXT);
        assert.equal(techniques(chosen), "vdpa");
        // The markers of the inputs count for the outputs, and those of the outputs do not.
        assert.equal(techniques(readOutputs(pod(), NO_CONTEXT, chosen)), "vdpa");
        const outputs = readOutputs(pod("vdpa"), NO_CONTEXT, open);
        assert.equal(techniques(outputs), techniques(open));
        assert.deepEqual(outputs.markers, NO_MARKERS);
    });

    it("is decided alone but for what another resource may still place", () => {
        const attachment = (path: string, provisional: boolean): Attachment => ({
            techniques: ["sriov"],
            role: "asks",
            path,
            evidence: "",
            ...(provisional && { provisional }),
        });
        const attachments = [attachment("a", false), attachment("b", true)];
        assert.deepEqual(
            decidedAlone({ ...EMPTY_READING, attachments }).map(({ path }) => path),
            ["a"],
        );
    });
});

describe("a resource that is only read", () => {
    const read = (props: unknown): Reading => readOnlyRead(view(PORT, props), NO_CONTEXT);
    const unverifiable = { attachments: "", notices: ["unverifiable"], marked: 0 };
    const summary = (reading: Reading): object => ({
        attachments: techniques(reading),
        notices: reading.notices.map(({ rule }) => rule),
        marked: reading.markers.exceptionIds.length,
    });

    it("is judged by its outputs where they are known", () => {
        assert.deepEqual(summary(read({ id: "p", binding: { vnicType: "direct" }, tags: MARKED })), {
            attachments: "sriov",
            notices: [],
            marked: 1,
        });
    });

    it("is not verifiable where neither they nor its ID are known, and its marker counts for nothing", () => {
        assert.deepEqual(summary(read({ id: NOT_KNOWN, binding: { vnicType: "direct" }, tags: MARKED })), unverifiable);
        assert.deepEqual(summary(read({ id: "p" })), unverifiable);
        assert.deepEqual(summary(read({ id: "p", binding: NOT_KNOWN, tags: NOT_KNOWN })), unverifiable);
        assert.deepEqual(summary(read(NOT_KNOWN)), unverifiable);
        const [notice] = read({ id: "p" }).notices;
        assert.equal(notice?.path, "");
        assert.match(notice?.text ?? "", /^This resource is only read.*by its ID\.$/s);
    });

    it("of which one output is known is judged", () => {
        assert.equal(techniques(read({ id: "p", binding: { vnicType: "direct" }, tags: NOT_KNOWN })), "sriov");
    });

    it("keeps what it is called, so that others find it", () => {
        assert.deepEqual(read({ id: "p" }).definitions, [{ kind: "port", names: ["p"] }]);
    });

    it("of no platform shows nothing", () => {
        const bucket = view("aws:s3/bucket:Bucket", { id: NOT_KNOWN });
        assert.equal(readOnlyRead(bucket, NO_CONTEXT), EMPTY_READING);
    });
});

describe("what the stack adds to a resource", () => {
    const attachment = (
        role: Attachment["role"],
        path: string,
        technique: "sriov" | "vdpa" | "virtio",
    ): Attachment => ({
        techniques: [technique],
        role,
        path,
        evidence: "",
    });
    const own = [attachment("asks", "a", "sriov"), attachment("asks", "b", "sriov"), attachment("uses", "a", "sriov")];
    const reading: Reading = { ...EMPTY_READING, attachments: own };
    const lines = (joined: Joined): string[] =>
        attachmentsOf(reading, joined).map((each) => `${each.role} ${each.path} ${each.techniques.join()}`);

    it("is nothing where nothing is joined", () => {
        assert.equal(attachmentsOf(reading, { attachments: [], notices: [] }), own);
    });

    it("takes the place of what stands at the same place in the same role, and stands beside the rest", () => {
        const attachments = [attachment("asks", "a", "vdpa"), attachment("uses", "c", "virtio")];
        assert.deepEqual(lines({ attachments, notices: [] }), [
            "asks b sriov",
            "uses a sriov",
            "asks a vdpa",
            "uses c virtio",
        ]);
    });

    it("leaves out what turned out to be no device", () => {
        const settled = [attachment("asks", "b", "sriov")];
        assert.deepEqual(lines({ attachments: [], notices: [], settled }), ["asks a sriov", "uses a sriov"]);
    });
});
