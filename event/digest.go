package event

// Digest is a signature in a byte a minimum, for where many have to be kept (b-bit
// minwise hashing, Li and König 2010). The zero value stands for a text too short
// to be judged by.
type Digest [bands * rows]byte

// Digest is the signature in short.
func (s *Signature) Digest() Digest {
	var d Digest
	if s.Short {
		return d
	}
	for i, v := range s.Minima {
		d[i] = byte(v)
	}
	return d
}

// Alike estimates the share of runs of words that two texts have in common, 0
// where one is too short. Bytes of texts that have none in common are equal once
// in 256 times, which is taken off.
func (d *Digest) Alike(other *Digest) float64 {
	if *d == (Digest{}) || *other == (Digest{}) {
		return 0
	}
	n := 0
	for i := range d {
		if d[i] == other[i] {
			n++
		}
	}
	const chance = 1.0 / 256
	return max(0, (float64(n)/float64(len(d))-chance)/(1-chance))
}
