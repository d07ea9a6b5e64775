package alert

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	mail "github.com/wneessen/go-mail"
)

// mailer sends alerts by SMTP.
type mailer struct {
	host    string
	options []mail.Option
	from    string
	to      []string
}

type mailOf struct {
	Server   string `yaml:"server"` // host or host:port
	From     string `yaml:"from"`
	To       words  `yaml:"to"`
	User     string `yaml:"user"`
	Password string `yaml:"password"`
	TLS      string `yaml:"tls"` // required (the default), offered or none
}

func (in *mailOf) channel() (Channel, error) {
	m := &mailer{from: in.From, to: in.To}
	port := 587
	host, text, err := net.SplitHostPort(in.Server)
	if err != nil {
		host = in.Server
	} else if port, err = strconv.Atoi(text); err != nil {
		return nil, fmt.Errorf("server: %q is no port", text)
	}
	if m.host = host; host == "" {
		return nil, errors.New("server: it takes a host, such as smtp.example.org:587")
	}
	if len(m.to) == 0 {
		return nil, errors.New("to: it takes an address")
	}
	policy, ok := map[string]mail.TLSPolicy{"": mail.TLSMandatory, "required": mail.TLSMandatory, "offered": mail.TLSOpportunistic, "none": mail.NoTLS}[in.TLS]
	if !ok {
		return nil, fmt.Errorf("tls: it takes required, offered or none, not %q", in.TLS)
	}
	m.options = []mail.Option{mail.WithPort(port), mail.WithTLSPolicy(policy), mail.WithTimeout(30 * time.Second)}
	if in.User != "" {
		password, err := secret(in.Password)
		if err != nil {
			return nil, err
		}
		if in.TLS == "none" {
			return nil, errors.New("a password is not sent without TLS")
		}
		m.options = append(m.options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(in.User), mail.WithPassword(password))
	}
	// The addresses are checked now rather than when it matters.
	if _, err := m.message(&Alert{Rule: "check"}); err != nil {
		return nil, err
	}
	return m, nil
}

func (m *mailer) message(a *Alert) (*mail.Msg, error) {
	msg := mail.NewMsg()
	if err := msg.From(m.from); err != nil {
		return nil, fmt.Errorf("from: %w", err)
	}
	if err := msg.To(m.to...); err != nil {
		return nil, fmt.Errorf("to: %w", err)
	}
	title := a.Rule
	if a.Item != nil {
		title = a.Item.Title
	}
	msg.Subject(title)
	msg.SetDate()
	if a.Key != "" { // mail programs show one of two that have the same
		msg.SetMessageIDWithValue(a.Key + "@demarche")
		msg.SetGenHeader(KeyHeader, a.Key)
	}
	msg.SetBodyString(mail.TypeTextPlain, Text(a))
	return msg, nil
}

func (m *mailer) Send(ctx context.Context, a *Alert) error {
	msg, err := m.message(a)
	if err != nil {
		return err
	}
	client, err := mail.NewClient(m.host, m.options...)
	if err != nil {
		return fmt.Errorf("sending mail: %w", err)
	}
	if err := client.DialAndSendWithContext(ctx, msg); err != nil {
		return fmt.Errorf("sending mail: %w", err)
	}
	return nil
}

// Text is an alert for people: what happened, and the sentences behind it.
func Text(a *Alert) string {
	var b strings.Builder
	if a.Item != nil {
		b.WriteString(a.Item.Title + "\n")
		for _, q := range a.Item.Because {
			b.WriteString("\n  \"" + q.Sentence + "\"\n  - " + q.Source() + "\n")
		}
	}
	b.WriteString("\nRule: " + a.Rule + "\n")
	if a.Test {
		b.WriteString("This is a test; nothing happened.\n")
	}
	return b.String()
}
