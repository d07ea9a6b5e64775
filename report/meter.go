package report

import (
	"context"
	"os"
	"sync/atomic"
)

// Meter counts what Open reads from files, for a bar. Another goroutine may look
// at it at any time.
type Meter struct{ files, bytes atomic.Int64 }

// Files is how many files have been read to their end.
func (m *Meter) Files() int64 { return m.files.Load() }

// Bytes is how much has been read of the files, as they lie on disk.
func (m *Meter) Bytes() int64 { return m.bytes.Load() }

// metered is a file whose reading is counted. Both Read and ReadAt count; what
// was not read at all, or was read twice, is made good at the end.
type metered struct {
	*os.File
	meter *Meter
	size  int64
	read  int64 // what has been counted, at most size
}

func (f *metered) count(n int) {
	if f.meter == nil {
		return
	}
	k := min(int64(n), f.size-f.read)
	f.read += k
	f.meter.bytes.Add(k)
}

func (f *metered) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	f.count(n)
	return n, err
}

func (f *metered) ReadAt(p []byte, off int64) (int, error) {
	n, err := f.File.ReadAt(p, off)
	f.count(n)
	return n, err
}

// done counts the file.
func (f *metered) done() {
	if f.meter != nil {
		f.meter.bytes.Add(f.size - f.read)
		f.meter.files.Add(1)
	}
}

// Measure tells how many files Open would read for the paths and how many bytes
// lie in them. ok is false when that cannot be known beforehand: standard input
// and the web.
func Measure(ctx context.Context, paths []string) (files, bytes int64, ok bool) {
	for _, path := range paths {
		if path == "-" || isURL(path) {
			return 0, 0, false
		}
		eachFile(ctx, path, func(f located, err error) bool {
			if err != nil {
				return ctx.Err() == nil // Open will tell
			}
			if info, err := os.Stat(f.path); err == nil && info.Mode().IsRegular() {
				files++
				bytes += info.Size()
			}
			return true
		}, nil)
	}
	return files, bytes, ctx.Err() == nil
}
