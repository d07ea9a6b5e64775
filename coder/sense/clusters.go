package sense

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed clusters.txt
var clusterLines string

// clusters maps lemmas to the number of their cluster.
var clusters = sync.OnceValue(func() map[string]int {
	m := make(map[string]int, 1+strings.Count(clusterLines, " "))
	n := 0
	for line := range strings.Lines(clusterLines) {
		for _, word := range strings.Fields(line) {
			m[word] = n
		}
		n++
	}
	return m
})

// Cluster is the number of the group of words of like meaning that a lemma is
// in, -1 for one that is in none. The groups were found by k-means over vectors
// of the words (coder/train/clusters.py).
func Cluster(lemma string) int {
	if n, ok := clusters()[lemma]; ok {
		return n
	}
	return -1
}
