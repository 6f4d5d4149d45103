CC := cc
CFLAGS += -O2

all: gauge
	strip gauge

gauge: gauge.o
	$(CC) -o $@ $<

ifdef DOCS
DOC = book
else
DOC = none
endif

define HEAD
Tides
endef
