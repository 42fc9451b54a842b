// What `require("pulumi-virtio-first")` runs; its types are those of index.ts. Each platform is loaded when it is first
// used, so that an OpenStack user needs no Kubernetes SDK.
import { ArgumentError, choose } from "./components/choice";
import { useRegister } from "./components/register";
import { ExceptionRegister } from "./exceptions/component-register";
import { TECHNIQUES } from "./techniques/technique";

const platforms = {
    kubernetes: () => require("./components/kubernetes") as object,
    kubevirt: () => require("./components/kubevirt") as object,
    openstack: () => require("./components/openstack") as object,
};

const entry: Record<string, unknown> = { ArgumentError, choose, ExceptionRegister, TECHNIQUES, useRegister };
for (const [name, load] of Object.entries(platforms)) {
    Object.defineProperty(entry, name, { enumerable: true, get: load });
}

export = entry;
