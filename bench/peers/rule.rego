package main

import rego.v1

resource := "intel.com/intel_sriov_netdevice"

excepted if input.metadata.annotations["virtio-first/exception-id"]

hardware if {
	input.kind == "Pod"
	some list in ["containers", "initContainers"]
	some container in input.spec[list]
	some amounts in ["limits", "requests"]
	container.resources[amounts][resource]
}

hardware if {
	input.kind == "NetworkAttachmentDefinition"
	json.unmarshal(input.spec.config).type == "sriov"
}

deny contains msg if {
	hardware
	not excepted
	msg := sprintf("%s/%s asks for SR-IOV and names no exception", [input.kind, input.metadata.name])
}
