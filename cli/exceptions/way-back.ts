/** What going back to software IO comes to, by the type of the resource: the first row that matches holds. */
const rows: readonly { readonly type: RegExp; readonly change: string }[] = [
    {
        type: /^openstack:networking\/port:Port$/,
        change: "set the port's vnic_type to normal and drop its binding profile; the port is attached to its machine anew",
    },
    {
        type: /^openstack:compute\/flavor:Flavor$/,
        change: "offer a flavor without device extra specs beside it, resize the machines to it, then remove this one",
    },
    {
        type: /^openstack:images\/image:Image$/,
        change: "set hw_vif_model to virtio and drop device properties; machines get it when they are built anew",
    },
    {
        type: /^openstack:compute\//,
        change: "give the machine ports of vnic_type normal and a flavor without devices; it is resized or built anew",
    },
    {
        type: /^openstack:/,
        change: "choose a flavor or setting without devices; the service rebuilds what runs on it",
    },
    {
        type: /^kubernetes:k8s\.cni\.cncf\.io\//,
        change: "offer a network of a software type (bridge, macvlan, …) beside it, move its users there, then remove this one",
    },
    {
        type: /^kubernetes:kubevirt\.io\//,
        change: "give the interface masquerade or bridge in place of its device, with model virtio; the machine is restarted",
    },
    {
        type: /^kubernetes:(core|apps|batch)\//,
        change: "point its networks at software ones and take the device resources out of its requests; its pods are replaced",
    },
    {
        type: /^kubernetes:/,
        change: "withdraw the device that it offers or claims, once nothing uses it any more",
    },
    {
        type: /^vsphere:/,
        change: "give the machine vmxnet3 adapters in place of its passed-through devices; it is powered off for that",
    },
];

/** How a resource gets from a device back to its software form, as the end of a sentence ("Change: …"). */
export function wayBack(type: string): string {
    return (
        rows.find((row) => row.type.test(type))?.change ?? "give it its para-virtualised form, or take the device out"
    );
}
