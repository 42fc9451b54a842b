import assert from "node:assert/strict";
import { wayBack } from "../../../cli/exceptions/way-back";

describe("the way back to virtio", () => {
    it("is told for each kind of resource in its platform's words", () => {
        const cases: [string, RegExp][] = [
            ["openstack:networking/port:Port", /vnic_type to normal/],
            ["openstack:compute/flavor:Flavor", /flavor without device extra specs/],
            ["openstack:images/image:Image", /hw_vif_model to virtio/],
            ["openstack:compute/instance:Instance", /ports of vnic_type normal/],
            ["openstack:database/instance:Instance", /flavor or setting without devices/],
            ["kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinition", /network of a software type/],
            ["kubernetes:kubevirt.io/v1:VirtualMachine", /masquerade or bridge/],
            ["kubernetes:core/v1:Pod", /device resources out of its requests/],
            ["kubernetes:apps/v1:Deployment", /device resources out of its requests/],
            ["kubernetes:resource.k8s.io/v1:DeviceClass", /withdraw the device/],
            ["vsphere:index/virtualMachine:VirtualMachine", /vmxnet3/],
            ["aws:ec2/instance:Instance", /para-virtualised form, or take the device out/],
        ];
        for (const [type, expected] of cases) {
            assert.match(wayBack(type), expected, type);
        }
    });
});
