package sense

import "testing"

func TestCluster(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"sanction", "restriction", true},
		{"bombing", "uprising", true},
		{"praise", "bombing", false},
	} {
		a, b := Cluster(c.a), Cluster(c.b)
		if a < 0 || b < 0 {
			t.Errorf("%s, %s: in no cluster", c.a, c.b)
		}
		if (a == b) != c.same {
			t.Errorf("%s and %s are in clusters %d and %d; want the same: %v", c.a, c.b, a, b, c.same)
		}
	}
	if n := Cluster("qwertyish"); n != -1 {
		t.Errorf("a word that is none is in cluster %d", n)
	}
}
