package english

import "demarche/english/internal/model"

// decoder finds the tree in the scores of one sentence. Node 0 is the root,
// node i the token i-1. It takes the best head of each token; where that is no
// tree with a single root, it finds the best such tree (Chu-Liu/Edmonds).
type decoder struct {
	score      []float32 // score[dep*size+head]
	size       int
	head       []int16 // best head of each node
	mark       []int16
	origin     []arc // origin[dep*size+head]: the arc between tokens that this one stands for
	owner      []int16
	active     []bool
	cycles     []cycle
	enteringAt []int16
}

// arc leads from a head to its dependent.
type arc struct{ head, dep int16 }

// cycle is a circle of nodes that was contracted into its first node.
type cycle struct {
	nodes []int16
	arcs  []arc   // the arc into each node, within the circle
	owner []int16 // for each token the node that held it, before
}

// apart scales the product of two keys back to its value.
const keyProduct = 1.0 / (keyUnit * keyUnit)

// decode returns the head of each node; that of node 0 means nothing. sums
// holds a row of products for each of n tokens, cols apart, column 0 for the
// root.
func (t *decoder) decode(sums []int32, cols, n int, distance []float32) []int16 {
	t.size = n + 1
	t.score = resize(t.score, t.size*t.size)
	t.head = resize(t.head, t.size)
	t.mark = resize(t.mark, t.size)
	roots := 0
	for d := 1; d <= n; d++ {
		row := t.score[d*t.size : (d+1)*t.size]
		products := sums[(d-1)*cols : (d-1)*cols+t.size]
		row[0] = float32(float32(products[0])*keyProduct) + distance[model.AtRoot]
		top, at := row[0], 0
		for h := 1; h <= n; h++ {
			v := float32(float32(products[h])*keyProduct) + distance[model.Apart(h-d)]
			row[h] = v
			if v > top && h != d {
				top, at = v, h
			}
		}
		t.head[d] = int16(at)
		if at == 0 {
			roots++
		}
	}
	if roots == 1 && t.isTree() {
		return t.head
	}
	return t.edmonds()
}

// isTree tells whether every node leads to the root.
func (t *decoder) isTree() bool {
	clear(t.mark)
	for i := 1; i < t.size; i++ {
		at := int16(i)
		for at != 0 && t.mark[at] == 0 {
			t.mark[at] = int16(i)
			at = t.head[at]
		}
		if at != 0 && t.mark[at] == int16(i) {
			return false
		}
	}
	return true
}

// edmonds finds the best tree with a single root.
func (t *decoder) edmonds() []int16 {
	// An arc from the root costs more than all others can bring, so the best
	// tree has but one.
	const rootCost = 1e4
	size := t.size
	t.origin = resize(t.origin, size*size)
	t.owner = resize(t.owner, size)
	t.active = resize(t.active, size)
	t.cycles = t.cycles[:0]
	for d := range size {
		t.owner[d] = int16(d)
		t.active[d] = true
		t.score[d*size] -= rootCost
		for h := range size {
			t.origin[d*size+h] = arc{int16(h), int16(d)}
		}
	}
	for {
		t.bestHeads()
		start := t.findCycle()
		if start < 0 {
			break
		}
		t.contract(start)
	}
	return t.expand()
}

// bestHeads sets the best head of each active node.
func (t *decoder) bestHeads() {
	for d := 1; d < t.size; d++ {
		if !t.active[d] {
			continue
		}
		row := t.score[d*t.size : (d+1)*t.size]
		at := -1
		for h := range row {
			if h != d && t.active[h] && (at < 0 || row[h] > row[at]) {
				at = h
			}
		}
		t.head[d] = int16(at)
	}
}

// findCycle returns a node on a circle, or -1.
func (t *decoder) findCycle() int16 {
	clear(t.mark)
	for i := 1; i < t.size; i++ {
		if !t.active[i] {
			continue
		}
		at := int16(i)
		for at != 0 && t.mark[at] == 0 {
			t.mark[at] = int16(i)
			at = t.head[at]
		}
		if at != 0 && t.mark[at] == int16(i) {
			return at
		}
	}
	return -1
}

// contract makes one node of the circle through start.
func (t *decoder) contract(start int16) {
	if len(t.cycles) < cap(t.cycles) {
		t.cycles = t.cycles[:len(t.cycles)+1]
	} else {
		t.cycles = append(t.cycles, cycle{})
	}
	c := &t.cycles[len(t.cycles)-1]
	c.nodes, c.arcs = c.nodes[:0], c.arcs[:0]
	c.owner = append(c.owner[:0], t.owner...)
	size := t.size
	for at := start; ; {
		c.nodes = append(c.nodes, at)
		c.arcs = append(c.arcs, t.origin[int(at)*size+int(t.head[at])])
		t.active[at] = false
		if at = t.head[at]; at == start {
			break
		}
	}
	one := int(start)
	for u := range size {
		if !t.active[u] {
			continue
		}
		// the best way in from u, counting the arc of the circle that it replaces
		var in, out float32
		var inArc, outArc arc
		for i, v := range c.nodes {
			v := int(v)
			gain := t.score[v*size+u] - t.score[v*size+int(t.head[v])]
			if i == 0 || gain > in {
				in, inArc = gain, t.origin[v*size+u]
			}
			if s := t.score[u*size+v]; i == 0 || s > out {
				out, outArc = s, t.origin[u*size+v]
			}
		}
		// start may be overwritten only after all members were looked at
		t.score[one*size+u], t.origin[one*size+u] = in, inArc
		t.score[u*size+one], t.origin[u*size+one] = out, outArc
	}
	t.active[one] = true
	for i, o := range t.owner {
		for _, v := range c.nodes {
			if o == v {
				t.owner[i] = start
			}
		}
	}
}

// expand undoes the contractions and returns the heads of the tokens.
func (t *decoder) expand() []int16 {
	size := t.size
	t.enteringAt = resize(t.enteringAt, size)
	result := t.mark
	for d := 1; d < size; d++ {
		if t.active[d] {
			a := t.origin[d*size+int(t.head[d])]
			result[a.dep], t.enteringAt[d] = a.head, a.dep
		}
	}
	for k := len(t.cycles) - 1; k >= 0; k-- {
		c := &t.cycles[k]
		entry := t.enteringAt[c.nodes[0]]
		for i, v := range c.nodes {
			if c.owner[entry] == v {
				t.enteringAt[v] = entry
				continue
			}
			a := c.arcs[i]
			result[a.dep], t.enteringAt[v] = a.head, a.dep
		}
	}
	return result
}

// resize returns s with n elements, of any content.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}
