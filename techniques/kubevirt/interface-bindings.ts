import { at, isMap, keysOf, type Value } from "../value";
import { SOFTWARE, type Techniques, VIRTUAL_FUNCTION } from "../kubernetes/techniques";

/** How an interface of a virtual machine is bound to its network. */
export interface InterfaceBinding {
    /** The key of the interface, or the name of the binding plugin. */
    readonly binding: string;
    /** True for a plugin that the KubeVirt object registers, named by `binding.name`. */
    readonly plugin: boolean;
    readonly techniques: Techniques;
    /** Where this was read. */
    readonly source: string;
}

const SCHEMA = "kubevirt/kubevirt:staging/src/kubevirt.io/api/core/v1/schema.go";
const PLUGINS = "kubevirt/kubevirt:docs/network/network-binding-plugin.md";
const VIRTINK = "smartxworks/virtink:pkg/apis/virt/v1alpha1";

function builtIn(binding: string, techniques: Techniques, source: string): InterfaceBinding {
    return { binding, plugin: false, techniques, source };
}

function plugin(binding: string, techniques: Techniques): InterfaceBinding {
    return { binding, plugin: true, techniques, source: PLUGINS };
}

/** Every binding that the project knows. */
export const interfaceBindings: readonly InterfaceBinding[] = [
    builtIn("masquerade", SOFTWARE, SCHEMA),
    builtIn("bridge", SOFTWARE, SCHEMA),
    builtIn("passtBinding", SOFTWARE, SCHEMA),
    builtIn("passt", SOFTWARE, `${SCHEMA}, until 1.3`),
    builtIn("slirp", SOFTWARE, `${SCHEMA}, until 1.3`),
    builtIn("macvtap", SOFTWARE, `${SCHEMA}, until 1.3`),
    builtIn("vdpa", ["vdpa"], VIRTINK),
    // Plain, of a switchdev NIC or bound to vDPA: its network's pool says which.
    builtIn("sriov", VIRTUAL_FUNCTION, SCHEMA),
    builtIn("vhostUser", SOFTWARE, VIRTINK),
    plugin("passt", SOFTWARE),
    plugin("slirp", SOFTWARE),
    plugin("macvtap", SOFTWARE),
    plugin("l2bridge", SOFTWARE),
    plugin("vdpa", ["vdpa"]),
];

/** The bindings that are keys of an interface. */
export const builtInBindings: readonly InterfaceBinding[] = interfaceBindings.filter((row) => !row.plugin);

const plugins: ReadonlyMap<string, InterfaceBinding> = new Map(
    interfaceBindings.filter((row) => row.plugin).map((row) => [row.binding, row]),
);

/** The row of a binding plugin, by name. */
export function bindingPlugin(name: string): InterfaceBinding | undefined {
    return plugins.get(name);
}

/** The one key of an interface that holds an object and is no binding. */
const DHCP_OPTIONS = "dhcpOptions";

/** A key that holds an object, as bindings do, and is none that is known: a binding of a version to come, perhaps. */
export function strangeBinding(each: Value): string | undefined {
    return keysOf(each).find((key) => key !== DHCP_OPTIONS && isMap(at(each, key)));
}
