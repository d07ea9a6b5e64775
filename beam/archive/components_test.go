package archive

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
)

// caught is where catchFn, which runs in this process, leaves what comes to it.
var caught struct {
	sync.Mutex
	root map[int64]int64
}

func init() {
	beam.RegisterDoFn(&catchFn{})
	beam.RegisterDoFn(&linkFn{})
}

type catchFn struct{}

func (*catchFn) ProcessElement(node, root int64) error {
	caught.Lock()
	defer caught.Unlock()
	if _, twice := caught.root[node]; twice {
		return errors.New("a number has two roots")
	}
	caught.root[node] = root
	return nil
}

type linkFn struct{ Links [][]int64 }

func (f *linkFn) ProcessElement(_ []byte, emit func(int64, int64)) {
	for _, l := range f.Links {
		emit(l[0], l[1])
	}
}

// rootsOf runs components over links.
func rootsOf(links [][]int64, rounds int) (map[int64]int64, error) {
	caught.root = map[int64]int64{}
	p, s := beam.NewPipelineWithRoot()
	beam.ParDo0(s, &catchFn{}, components(s, beam.ParDo(s, &linkFn{links}, beam.Impulse(s)), rounds))
	_, err := beam.Run(context.Background(), "prism", p)
	return caught.root, err
}

func TestComponents(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var links [][]int64
	want := map[int64]int64{}
	group := func(numbers []int, link func(i int) (int, int)) {
		least := numbers[0]
		for _, n := range numbers {
			least = min(least, n)
		}
		for i := 1; i < len(numbers); i++ {
			a, b := link(i)
			links = append(links, []int64{int64(numbers[a]), int64(numbers[b])})
		}
		for _, n := range numbers {
			if n != least {
				want[int64(n)] = int64(least)
			}
		}
	}
	all := random.Perm(400)
	group(all[:32], func(i int) (int, int) { return i - 1, i })           // a chain
	group(all[32:200], func(i int) (int, int) { return 0, i })            // a star
	group(all[200:260], func(i int) (int, int) { return i, (i - 1) / 2 }) // a tree
	group(all[260:262], func(int) (int, int) { return 1, 0 })
	links = append(links, links[7], links[40])
	random.Shuffle(len(links), func(i, j int) { links[i], links[j] = links[j], links[i] })
	got, err := rootsOf(links, 5)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(want) {
		t.Errorf("%d numbers have a root, want %d", len(got), len(want))
	}
	for n, root := range want {
		if got[n] != root {
			t.Errorf("%d is with %d, want %d", n, got[n], root)
		}
	}
}

// A chain that is too long for the rounds ends the pipeline.
func TestComponentsUnsettled(t *testing.T) {
	var links [][]int64
	for i := range int64(40) {
		links = append(links, []int64{i, i + 1})
	}
	if _, err := rootsOf(links, 2); err == nil || !strings.Contains(err.Error(), "--rounds") {
		t.Errorf("got %v, want that more rounds are needed", err)
	}
}
