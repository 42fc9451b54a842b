# checkov loads the modules that the package of checks names.
__all__ = ["sriov"]
