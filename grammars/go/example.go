package invoice

import "errors"
import (
	"fmt"
	log "log/slog"
	_ "embed"
)

const Limit = 10

const (
	Draft State = iota
	Sent
)

var (
	ErrEmpty = errors.New("empty")
	_        = fmt.Sprint
)

var rates = map[string]int{
	"standard": 19,
	"reduced":  7,
}

// State of an invoice.
type State int

type (
	Invoice struct {
		Net, Gross int `json:"net"`
		Customer   *Customer
	}
	Store interface {
		Save(invoice Invoice) error
		fmt.Stringer
	}
)

func init() { register() }

func init() { check() }

func New(net int) (*Invoice, error) {
	if net < 0 {
		return nil, ErrEmpty
	} else if net == 0 {
		log.Warn("zero")
	}
	invoice := &Invoice{Net: net}
	go func() {
		save(invoice)
	}()
	return invoice, nil
}

func (i *Invoice) Total() int {
	switch i.State {
	case Draft:
		return 0
	case Sent, Paid:
		total := i.Net
		return total
	default:
		return 1
	}
}

func (s Stack[T]) Push(item T) {}

func TestTotal(t *testing.T) {
	cases := []struct{ in, out int }{
		{1, 2},
	}
	for _, c := range cases {
		t.Run("x", func(t *testing.T) {
			t.Log(c)
		})
	}
}
