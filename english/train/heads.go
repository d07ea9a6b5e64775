package main

import (
	"math"

	"demarche/english"
	"demarche/english/internal/kernel"
	"demarche/english/internal/model"
)

const tagWeight = 0.5 // of each kind of tag in the loss

// softmaxLoss turns scores into the gradient of the cross-entropy with gold
// and returns the loss and whether gold scored best.
func softmaxLoss(z []float32, gold int, weight float32) (loss float64, right bool) {
	top, at := z[0], 0
	for j, v := range z {
		if v > top {
			top, at = v, j
		}
	}
	goldZ := z[gold]
	var sum float32
	for j, v := range z {
		e := exp(v - top)
		z[j] = e
		sum += e
	}
	scale := weight / sum
	for j := range z {
		z[j] *= scale
	}
	z[gold] -= weight
	return float64(weight) * (math.Log(float64(sum)) + float64(top-goldZ)), at == gold
}

// exp is e^x for x ≤ 0 to about six digits.
func exp(x float32) float32 {
	if x < -80 {
		return 0
	}
	t := x * (1 / math.Ln2)
	n := float32(math.Floor(float64(t)))
	f := (t - n) * math.Ln2
	p := 1 + f*(1+f*(1.0/2+f*(1.0/6+f*(1.0/24+f*(1.0/120+f*(1.0/720))))))
	return math.Float32frombits(math.Float32bits(p) + uint32(int32(n))<<23)
}

// tag adds the loss of the tags read off x and its gradient.
func (k *worker) tag(x, dx []float32) {
	l := k.tagger
	k.mask(room(&k.tagMask, len(k.sentences)*k.width), k.drop.head)
	masked := k.applyMask(&k.masked, x, k.tagMask)
	k.forward(l, &k.tagSums, masked)
	row := 0
	for _, s := range k.sentences {
		for i := range s.words {
			z := k.tagSums[row*l.cols : (row+1)*l.cols]
			loss, ok := softmaxLoss(z[:english.NumPos], int(s.pos[i]), tagWeight)
			k.stats.loss += loss
			if ok {
				k.stats.posOK++
			}
			tags := z[english.NumPos:l.out]
			if s.tag[i] == english.TagUnknown {
				clear(tags)
			} else {
				loss, ok := softmaxLoss(tags, int(s.tag[i]), tagWeight)
				k.stats.loss += loss
				if ok {
					k.stats.tags++
				}
			}
			clear(z[l.out:])
			row++
		}
	}
	clear(k.tagSums[row*l.cols:])
	d := zeroed(&k.dmasked, k.rows*k.width)
	k.backward(l, k.tagSums, masked, d)
	k.addMasked(dx, d, k.tagMask)
}

// parse adds the loss of arcs and labels read off x and its gradient.
func (k *worker) parse(x, dx []float32) {
	w := k.width
	k.mask(room(&k.arcMask, len(k.sentences)*w), k.drop.head)
	masked := k.applyMask(&k.masked, x, k.arcMask)
	k.forward(k.arc, &k.arcSums, masked)
	n := k.shape.keys
	keys := room(&k.keyVec, k.rows*2*n)
	for i, v := range k.arcSums {
		keys[i] = squash(v)
	}
	dkeys := zeroed(&k.dkeyVec, k.rows*2*n)
	root := room(&k.rootKey, n)
	for i := range root {
		root[i] = squash(k.dense[k.arcRoot+i])
	}
	k.mask(room(&k.keyMask, len(k.sentences)*n), k.drop.key)
	for q, s := range k.sentences {
		k.arcLoss(s, k.first[q], k.keyMask[q*n:(q+1)*n])
	}
	for i, y := range keys {
		dkeys[i] *= slope(y)
	}
	d := zeroed(&k.dmasked, k.rows*w)
	k.backward(k.arc, dkeys, masked, d)
	k.addMasked(dx, d, k.arcMask)

	k.mask(room(&k.relMask, len(k.sentences)*w), k.drop.head)
	masked = k.applyMask(&k.masked, x, k.relMask)
	k.forward(k.rel, &k.relSums, masked)
	k.labelLoss()
	d = zeroed(&k.dmasked, k.rows*w)
	k.backward(k.rel, k.drel, masked, d)
	k.addMasked(dx, d, k.relMask)
}

// arcLoss is the loss of the heads of one sentence.
func (k *worker) arcLoss(s *sentence, first int, mask []float32) {
	a, n := k.keyVec, s.len()
	rows, cols := kernel.PadRows(n+1), kernel.PadCols(n+1)
	w := k.shape.keys
	dep, head, headT := zeroed(&k.dep, rows*w), zeroed(&k.head, rows*w), zeroed(&k.headT, w*cols)
	copy(head, k.rootKey)
	for i := range n {
		for j, m := range mask {
			dep[i*w+j] = a[(first+i)*2*w+j] * m
		}
		copy(head[(i+1)*w:(i+2)*w], a[(first+i)*2*w+w:])
	}
	for i := range n + 1 {
		for j := range w {
			headT[j*cols+i] = head[i*w+j]
		}
	}
	score := zeroed(&k.score, rows*cols)
	panel := room(&k.panel, max(w, cols)*kernel.Lanes)
	kernel.AddProduct(score, dep, headT, rows, cols, w, w, 1, panel)
	distance, ddistance := k.dense[k.distance:], k.grad[k.distance:]
	for i := range n {
		z := score[i*cols : i*cols+n+1]
		z[0] += distance[model.AtRoot]
		for h := 1; h <= n; h++ {
			z[h] += distance[model.Apart(h-i-1)]
		}
		z[i+1] = -1e9
		loss, ok := softmaxLoss(z, int(s.head[i]), 1)
		k.stats.loss += loss
		if ok {
			k.stats.heads++
		}
		ddistance[model.AtRoot] += z[0]
		for h := 1; h <= n; h++ {
			ddistance[model.Apart(h-i-1)] += z[h]
		}
		clear(score[i*cols+n+1 : (i+1)*cols])
	}
	clear(score[n*cols:])
	ddep, dhead := zeroed(&k.ddep, rows*w), zeroed(&k.dhead, rows*w)
	kernel.AddProduct(ddep, score, head, rows, w, n+1, cols, 1, panel)
	kernel.AddProduct(dhead, score, dep, rows, w, n, 1, cols, panel)
	for i := range n {
		to := k.dkeyVec[(first+i)*2*w : (first+i+1)*2*w]
		for j, m := range mask {
			to[j] = ddep[i*w+j] * m
		}
		copy(to[w:], dhead[(i+1)*w:(i+2)*w])
	}
	for j, y := range k.rootKey {
		k.grad[k.arcRoot+j] += dhead[j] * slope(y)
	}
}

// labelLoss is the loss of the labels of all gold arcs; it sets drel.
func (k *worker) labelLoss() {
	l, h, sums := k.label, k.hidden, k.hidden-k.products
	tokens := k.stats.tokens
	hid := zeroed(&k.hid, k.rows*h)
	k.mask(room(&k.hidMask, tokens*h), k.drop.hidden)
	root := k.dense[k.relRoot : k.relRoot+h]
	drel := zeroed(&k.drel, k.rows*2*h)
	up := func(first, head int) []float32 {
		if head == 0 {
			return root
		}
		at := (first + head - 1) * 2 * h
		return k.relSums[at+h : at+2*h]
	}
	for q, s := range k.sentences {
		for i, head := range s.head {
			row := k.first[q] + i
			dep, u := k.relSums[row*2*h:row*2*h+h], up(k.first[q], int(head))
			for j := range sums {
				hid[row*h+j] = max(0, dep[j]+u[j]) * k.hidMask[row*h+j]
			}
			for j := sums; j < h; j++ {
				hid[row*h+j] = dep[j] * u[j] * k.hidMask[row*h+j]
			}
		}
	}
	k.forward(l, &k.labelSums, hid)
	for q, s := range k.sentences {
		for i := range s.head {
			row := k.first[q] + i
			z := k.labelSums[row*l.cols : (row+1)*l.cols]
			loss, ok := softmaxLoss(z[:l.out], int(s.label[i]), 1)
			k.stats.loss += loss
			if ok {
				k.stats.labels++
			}
			clear(z[l.out:])
		}
	}
	clear(k.labelSums[tokens*l.cols:])
	dhid := zeroed(&k.dhid, k.rows*h)
	k.backward(l, k.labelSums, hid, dhid)
	droot := k.grad[k.relRoot : k.relRoot+h]
	for q, s := range k.sentences {
		for i, head := range s.head {
			row := k.first[q] + i
			to := drel[row*2*h : row*2*h+h]
			du := droot
			if head != 0 {
				at := (k.first[q] + int(head) - 1) * 2 * h
				du = drel[at+h : at+2*h]
			}
			for j := range sums {
				if hid[row*h+j] > 0 {
					g := dhid[row*h+j] * k.hidMask[row*h+j]
					to[j] += g
					du[j] += g
				}
			}
			dep, u := k.relSums[row*2*h:row*2*h+h], up(k.first[q], int(head))
			for j := sums; j < h; j++ {
				g := dhid[row*h+j] * k.hidMask[row*h+j]
				to[j] += g * u[j]
				du[j] += g * dep[j]
			}
		}
	}
}
