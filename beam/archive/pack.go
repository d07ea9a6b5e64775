package archive

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// packer and unpacker are shared by all goroutines of a worker. They work on
// whole slices, which needs no state between calls.
var (
	packer = sync.OnceValues(func() (*zstd.Encoder, error) {
		return zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderCRC(false))
	})
	unpacker = sync.OnceValues(func() (*zstd.Decoder, error) { return zstd.NewReader(nil) })
)

// pack makes bytes of what goes from one step to the next: JSON, compressed,
// since what goes over the network costs more than the compression.
func pack(v any) ([]byte, error) {
	data, err := line(v)
	if err != nil {
		return nil, err
	}
	enc, err := packer()
	if err != nil {
		return nil, fmt.Errorf("packing %T: %w", v, err)
	}
	return enc.EncodeAll(data, nil), nil
}

// line is a value as JSON, with a line end.
func line(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("packing %T: %w", v, err)
	}
	return b.Bytes(), nil
}

func unpack[T any](data []byte) (*T, error) {
	v := new(T)
	dec, err := unpacker()
	if err == nil {
		data, err = dec.DecodeAll(data, nil)
	}
	if err == nil {
		err = json.Unmarshal(data, v)
	}
	if err != nil {
		return nil, fmt.Errorf("unpacking %T: %w", v, err)
	}
	return v, nil
}

// unpackAll takes all values of a group.
func unpackAll[T any](next func(*[]byte) bool) ([]*T, error) {
	var list []*T
	var data []byte
	for next(&data) {
		v, err := unpack[T](data)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// number stands for a report or record wherever it is spoken of. Of 10⁹ of them
// two share one with a probability of about one in twenty: see docs/scaling.md.
func number(parts ...string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(strings.Join(parts, "\x00"))) // a hash takes everything
	z := h.Sum64()
	// The finaliser of SplitMix64: FNV alone leaves the upper bits of like ids alike.
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB
	return int64((z ^ (z >> 31)) >> 1)
}
