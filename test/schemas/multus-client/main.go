// Reads a list of pods, and writes for each the networks that its annotation selects, as the network plumbing group's
// own client reads them.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	api "github.com/k8snetworkplumbingwg/network-attachment-definition-client/pkg/apis/k8s.cni.cncf.io/v1"
	"github.com/k8snetworkplumbingwg/network-attachment-definition-client/pkg/utils"
	core "k8s.io/api/core/v1"
)

func main() {
	var pods []core.Pod
	if err := json.NewDecoder(os.Stdin).Decode(&pods); err != nil {
		fail(err)
	}
	selected := make([][]*api.NetworkSelectionElement, len(pods))
	for i := range pods {
		networks, err := utils.ParsePodNetworkAnnotation(&pods[i])
		if err != nil {
			fail(err)
		}
		selected[i] = networks
	}
	if err := json.NewEncoder(os.Stdout).Encode(selected); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
