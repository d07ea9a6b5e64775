// Package alert tells people and programs when something happens that they
// asked to be told of.
//
//	rules.go    what is to be told of, and to whom, as YAML
//	engine.go   changes of the store against the rules; the outbox
//	quiet.go    hours of rest
//	webhook.go  signed requests
//	mail.go     e-mail, and how an alert reads as text
//	file.go     lines of JSON
//
// An alert is put into the outbox, which is part of the store, in the transaction
// that notes that its change was read: so a stop at any moment neither loses an
// alert nor makes one twice. It leaves the outbox when its channel has taken it; a
// stop between these two sends it again, with the same key.
package alert

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"demarche/brief"
)

// Alert is what is sent.
type Alert struct {
	Key  string      `json:"key"`  // the same each time that it is sent
	Rule string      `json:"rule"` // name
	Made time.Time   `json:"made"`
	Item *brief.Item `json:"item"` // what happened, with the sentences behind it
	Test bool        `json:"test,omitempty"`
}

// keyOf is the key of an alert: what a rule says of a thing.
func keyOf(rule, thing string) string {
	sum := sha256.Sum256([]byte(rule + "\x00" + thing))
	return hex.EncodeToString(sum[:16])
}

// Channel is where alerts go.
type Channel interface {
	Send(ctx context.Context, a *Alert) error
}
