// Package deploy tests the manifests of this folder against what will read them:
// objects of Kubernetes against its types, those of Flink's operator against the
// operator's own definition of them. A field that neither knows is an error, which
// a cluster would pass over in silence.
package deploy

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"
)

// definition is the definition of FlinkDeployment in the operator's library, which
// FLINK_LIB names the folder of.
func definition(t *testing.T) []byte {
	t.Helper()
	jars, err := filepath.Glob(os.Getenv("FLINK_LIB") + "/flink-kubernetes-operator-api-*.jar")
	if err != nil || len(jars) != 1 {
		t.Fatalf("FLINK_LIB holds %d libraries of Flink's operator (%v): use make test-deploy", len(jars), err)
	}
	jar, err := zip.OpenReader(jars[0])
	if err != nil {
		t.Fatal(err)
	}
	defer jar.Close()
	f, err := jar.Open("META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// operators compiles the schema of FlinkDeployment.
func operators(t *testing.T) *jsonschema.Schema {
	t.Helper()
	var crd apiextensions.CustomResourceDefinition
	if err := yaml.Unmarshal(definition(t), &crd); err != nil {
		t.Fatal(err)
	}
	data, err := yaml.Marshal(crd.Spec.Versions[0].Schema.OpenAPIV3Schema)
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := yaml.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	// A cluster adds these to every schema.
	properties := schema["properties"].(map[string]any)
	for _, name := range []string{"apiVersion", "kind", "metadata"} {
		properties[name] = map[string]any{}
	}
	closeObjects(schema)
	c := jsonschema.NewCompiler()
	if err := c.AddResource("flinkdeployment.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("flinkdeployment.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// closeObjects lets objects hold nothing but the properties that their schema names,
// and puts into JSON Schema what Kubernetes says in its own words.
func closeObjects(schema map[string]any) {
	_, open := schema["x-kubernetes-preserve-unknown-fields"]
	if either, _ := schema["x-kubernetes-int-or-string"].(bool); either {
		schema["type"] = []any{"integer", "string"}
		delete(schema, "anyOf")
	}
	if properties, ok := schema["properties"].(map[string]any); ok {
		if !open {
			schema["additionalProperties"] = false
		}
		for _, p := range properties {
			closeObjects(p.(map[string]any))
		}
	}
	for _, key := range []string{"items", "additionalProperties"} {
		if sub, ok := schema[key].(map[string]any); ok {
			closeObjects(sub)
		}
	}
}

// check gives what is wrong with an object.
func check(schema *jsonschema.Schema, text []byte) error {
	var kind struct{ APIVersion, Kind string }
	if err := yaml.Unmarshal(text, &kind); err != nil {
		return err
	}
	switch kind.APIVersion + " " + kind.Kind {
	case "batch/v1 Job":
		return yaml.UnmarshalStrict(text, &batchv1.Job{})
	case "flink.apache.org/v1beta1 FlinkDeployment":
		data, err := yaml.YAMLToJSONStrict(text)
		if err != nil {
			return err
		}
		object, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			return err
		}
		// The operator's definition leaves out the name of a container, which
		// Kubernetes asks for; its types know it.
		var spec struct {
			Spec struct {
				TaskManager struct{ PodTemplate corev1.PodTemplateSpec }
			}
		}
		return errors.Join(schema.Validate(object), yaml.Unmarshal(text, &spec))
	}
	return fmt.Errorf("nothing is known of %s %s", kind.APIVersion, kind.Kind)
}

func manifests(t *testing.T) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("*/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no manifests (%v)", err)
	}
	all := map[string][]byte{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i, part := range bytes.Split(data, []byte("\n---\n")) {
			all[fmt.Sprintf("%s#%d", path, i)] = part
		}
	}
	return all
}

func TestManifests(t *testing.T) {
	schema := operators(t)
	for name, text := range manifests(t) {
		if err := check(schema, text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What the check is for, it finds.
func TestMistakesAreFound(t *testing.T) {
	schema := operators(t)
	all := manifests(t)
	for _, m := range []struct{ file, right, wrong string }{
		{"flink/cluster.yaml#0", "replicas: 100", "replica: 100"},
		{"flink/cluster.yaml#0", "replicas: 100", "replicas: many"},
		{"flink/cluster.yaml#0", "flinkVersion: v1_19", "flinkVersion: v9_9"},
		{"flink/cluster.yaml#0", "mountPath: /tmp", "mount: /tmp"},
		{"flink/cluster.yaml#0", "runAsUser: 9999", "runAsUser: flink"},
		{"flink/archive.yaml#0", "backoffLimit: 0", "backofLimit: 0"},
		{"flink/archive.yaml#0", "memory: 512Mi", "memory: much"},
	} {
		text := string(all[m.file])
		if !strings.Contains(text, m.right) {
			t.Errorf("%s does not hold %q", m.file, m.right)
			continue
		}
		if err := check(schema, []byte(strings.Replace(text, m.right, m.wrong, 1))); err == nil {
			t.Errorf("%s: %q is taken", m.file, m.wrong)
		}
	}
}
