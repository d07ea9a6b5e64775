package serve

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Scope is what a token allows. Write allows reading too.
type Scope string

// The scopes.
const (
	Read  Scope = "read"
	Write Scope = "write"
)

// Valid reports whether it is one of the scopes.
func (s Scope) Valid() bool { return s == Read || s == Write }

// Token is a token as the file has it. The token itself is shown once, when it
// is made; what is kept is its SHA-256, from which it cannot be had again: a
// token has 256 random bits, so that nothing slower is needed.
type Token struct {
	Name  string `json:"name"`
	Scope Scope  `json:"scope"`
	Hash  string `json:"sha256"`
	Made  string `json:"made"` // day
}

// Tokens are those of a file, which is read again when it changed: a token that
// is revoked is refused from then on without a restart.
type Tokens struct {
	path string

	mu   sync.Mutex
	read time.Time // when the file was written that list is from
	size int64
	list []Token
}

// TokenPath is the file of the tokens of a store.
func TokenPath(store string) string { return store + ".tokens.json" }

// The faults that a caller may want to tell apart.
var (
	ErrTokenName = errors.New("a token of that name is there already")
	ErrNoToken   = errors.New("there is no token of that name")
)

// OpenTokens reads the tokens of a file; a file that is not there has none.
func OpenTokens(path string) (*Tokens, error) {
	t := &Tokens{path: path}
	return t, t.refresh()
}

func (t *Tokens) refresh() error {
	info, err := os.Stat(t.path)
	if errors.Is(err, fs.ErrNotExist) {
		t.list, t.read, t.size = nil, time.Time{}, 0
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading tokens: %w", err)
	}
	if info.ModTime().Equal(t.read) && info.Size() == t.size {
		return nil
	}
	data, err := os.ReadFile(t.path)
	if err != nil {
		return fmt.Errorf("reading tokens: %w", err)
	}
	var list []Token
	if err := json.Unmarshal(data, &list); err != nil {
		return fmt.Errorf("reading tokens: %s: %w", t.path, err)
	}
	t.list, t.read, t.size = list, info.ModTime(), info.Size()
	return nil
}

// List are the tokens, as far as they are kept.
func (t *Tokens) List() ([]Token, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	err := t.refresh()
	return slices.Clone(t.list), err
}

// Add makes a token and gives it; it cannot be had again.
func (t *Tokens) Add(name string, scope Scope) (secret string, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.refresh(); err != nil {
		return "", err
	}
	if slices.ContainsFunc(t.list, func(k Token) bool { return k.Name == name }) {
		return "", fmt.Errorf("%w: %q", ErrTokenName, name)
	}
	var random [32]byte
	_, _ = rand.Read(random[:]) // never fails
	secret = "dmr_" + base64.RawURLEncoding.EncodeToString(random[:])
	return secret, t.write(append(t.list, Token{name, scope, hashOf(secret), time.Now().UTC().Format(time.DateOnly)}))
}

// Revoke takes a token out.
func (t *Tokens) Revoke(name string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.refresh(); err != nil {
		return err
	}
	list := slices.DeleteFunc(slices.Clone(t.list), func(k Token) bool { return k.Name == name })
	if len(list) == len(t.list) {
		return fmt.Errorf("%w: %q", ErrNoToken, name)
	}
	return t.write(list)
}

// write puts the tokens into the file, all or none.
func (t *Tokens) write(list []Token) error {
	data, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(t.path), ".tokens-*") // for the owner alone
	if err != nil {
		return fmt.Errorf("writing tokens: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(append(data, '\n'))
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), t.path)
	}
	if err != nil {
		return fmt.Errorf("writing tokens: %w", err)
	}
	return t.refresh()
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// scope is what a secret allows, "" for one that is none. The hashes are what
// is compared, so that the time it takes tells nothing of any token.
func (t *Tokens) scope(secret string) (Scope, error) {
	if !strings.HasPrefix(secret, "dmr_") || len(secret) > 100 {
		return "", nil
	}
	hash := hashOf(secret)
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.refresh(); err != nil {
		return "", err
	}
	for _, k := range t.list {
		if k.Hash == hash && k.Scope.Valid() {
			return k.Scope, nil
		}
	}
	return "", nil
}
