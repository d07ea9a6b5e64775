# make run     build the program, code an example, tell the stories of two relations
# make figures how good it is on the development sets
# make test    vet and test
# make lint    golangci-lint and govulncheck
# make train   train anew what is trained: English, names, senses, contexts
# make bench   speed
#
# The sets that the project is trained, scored and tested on stand in DATA.

DATA ?= ../shared
export DEMARCHE_DATA := $(abspath $(DATA))

TOOL := go tool -modfile=tools/go.mod
BIN  := bin/demarche

.PHONY: run figures build test lint train bench

build:
	go build -trimpath -o $(BIN) ./cmd/demarche

run: build
	$(BIN) code examples/greenland.txt
	@echo
	$(BIN) relation USA CUB examples/usa-cub
	@echo
	$(BIN) relation SAU IRN examples/sau-irn

figures: build
	$(BIN) eval treebank $(DEMARCHE_DATA)/data/ud/ewt-dev.conllu.gz $(DEMARCHE_DATA)/data/ud/gum-dev.conllu.gz
	go run ./coder/train -pairs $(DEMARCHE_DATA)/data/plover/plv-train.tsv -folds 5
	$(BIN) eval records $(DEMARCHE_DATA)/gold
	$(BIN) eval dates $(DEMARCHE_DATA)/data/time/time-dev.json
	$(BIN) eval coref $(DEMARCHE_DATA)/data/ud/gum-dev.conllu.gz
	$(BIN) eval arcs $(DEMARCHE_DATA)/arcs

test:
	go vet ./...
	go test ./...
	go test -race . ./report ./record ./plover
	cd report/writtendate && go vet ./... && go test ./...

lint:
	$(TOOL) golangci-lint run ./...
	.ci/vulncheck

# What is embedded is written beside and moved into place, because the trainers
# are linked with the old one.
train:
	mkdir -p .build
	go run ./english/train -data $(DEMARCHE_DATA) -out .build/english.bin
	mv .build/english.bin english/model.bin
	go run ./who/train heads $(DEMARCHE_DATA)/data/ud/gum-train.conllu.gz > .build/heads.txt
	mv .build/heads.txt who/heads.txt
	go run ./who/train tagger $(DEMARCHE_DATA)/data/corpus/reports-dev.jsonl $(DEMARCHE_DATA)/data/ud/gum-train.conllu.gz > .build/tagger.bin
	mv .build/tagger.bin who/tagger.bin
	go run ./coder/train -pairs $(DEMARCHE_DATA)/data/plover/plv-train.tsv -out .build/sense.bin
	mv .build/sense.bin coder/sense/model.bin
	go run ./coder/train -contexts coder/train/contexts.tsv -records $(DEMARCHE_DATA)/gold-single \
		-texts $(DEMARCHE_DATA)/arcs/usa-col-2025,$(DEMARCHE_DATA)/arcs/usa-prk-2017-2018 -out .build/contexts.bin
	mv .build/contexts.bin coder/contexts/model.bin

bench:
	go test -run '^$$' -bench . -benchmem ./...
