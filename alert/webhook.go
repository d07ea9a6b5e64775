package alert

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"demarche/report"
)

// The headers of a webhook's requests.
const (
	KeyHeader       = "Idempotency-Key"    // the alert's key: a receiver that has seen it can drop the request
	SignatureHeader = "Demarche-Signature" // t=UNIX,v1=HEX; see Sign
)

// webhook posts alerts as JSON.
type webhook struct {
	url    string
	secret []byte
	client *http.Client
}

// newWebhook posts to an address that the user wrote into the rules, and so may
// be in a private network; redirects are not followed there.
func newWebhook(address, secret string) (*webhook, error) {
	u, err := url.Parse(address)
	if err == nil {
		err = report.CheckURL(u)
	}
	if err != nil {
		return nil, fmt.Errorf("webhook: %w", err)
	}
	return &webhook{address, []byte(secret), &http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Sign is the signature of a body sent at a time: the HMAC-SHA256 of the time in
// seconds since 1970, a full stop and the body, in hexadecimal.
func Sign(secret []byte, at int64, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	_, _ = mac.Write([]byte(strconv.FormatInt(at, 10) + ".")) // a hash takes everything
	_, _ = mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

func (w *webhook) Send(ctx context.Context, a *Alert) error {
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", report.UserAgent)
	req.Header.Set(KeyHeader, a.Key)
	if len(w.secret) > 0 {
		at := time.Now().Unix()
		req.Header.Set(SignatureHeader, fmt.Sprintf("t=%d,v1=%s", at, Sign(w.secret, at, body)))
	}
	resp, err := w.client.Do(req)
	if err != nil {
		var wrapped *url.Error
		if errors.As(err, &wrapped) {
			err = wrapped.Err // the address may hold a secret
		}
		return err
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10)) // so that the connection can be used again
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return fmt.Errorf("the receiver answered %s", resp.Status)
	}
	return nil
}
