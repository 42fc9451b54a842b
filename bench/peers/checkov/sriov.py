import json

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.kubernetes.checks.resource.base_spec_check import BaseK8Check

RESOURCE = "intel.com/intel_sriov_netdevice"


class SriovException(BaseK8Check):
    def __init__(self):
        super().__init__(
            name="SR-IOV names an exception",
            id="CKV_SRIOV_1",
            categories=[CheckCategories.KUBERNETES],
            supported_entities=["Pod", "NetworkAttachmentDefinition"],
        )

    def scan_spec_conf(self, conf):
        spec = conf.get("spec") or {}
        if conf.get("kind") == "Pod":
            containers = (spec.get("containers") or []) + (spec.get("initContainers") or [])
            hardware = any(
                RESOURCE in ((container.get("resources") or {}).get(amounts) or {})
                for container in containers
                for amounts in ("limits", "requests")
            )
        else:
            hardware = json.loads(spec["config"]).get("type") == "sriov"
        # checkov hands a map of annotations over inside a list.
        annotations = conf["metadata"].get("annotations") or {}
        annotations = annotations[0] if isinstance(annotations, list) else annotations
        excepted = "virtio-first/exception-id" in annotations
        return CheckResult.FAILED if hardware and not excepted else CheckResult.PASSED


check = SriovException()
