# make run     code the examples into a fresh store, tell the stories of their relations, serve them as pages
# make web     build what browsers get: charts and the map (npm)
# make figures how good it is on the development sets
# make test    vet and test, in browsers too
# make test-beam  the pipeline of beam/, on the runner that is embedded in it
# make test-flink  the pipeline on a Flink cluster of this machine, of which a part is killed (Java, Maven)
# make bench-flink  what one worker does there, and what two do
# make test-deploy  the manifests of deploy/ (Java, Maven)
# make lint    golangci-lint and govulncheck
# make train   train anew what is trained: English, names, senses, contexts
# make bench   speed
# make bench-peers  speed and accuracy beside spaCy, CoreNLP and prose (half an hour, 1.5 GB from PyPI, Maven Central and the Go proxy)
# make snapshot  check the configuration of releases and build one that is not published, into dist/
# make man completions   man pages and completions of shells, into dist-extra/
#
# The sets that the project is trained, scored and tested on stand in DATA.

DATA ?= ../shared
export DEMARCHE_DATA := $(abspath $(DATA))

TOOL := go tool -modfile=tools/go.mod
BIN  := bin/demarche
PORT ?= 8080
DB   := .build/examples.duckdb

# Flink and Beam's job server are fetched from here, and put there.
MAVEN     ?= https://repo.maven.apache.org/maven2
FLINK_LIB := $(abspath .build/flink)
export FLINK_LIB

.PHONY: run web browser figures build test test-beam test-flink bench-flink test-deploy flink archive lint train bench bench-peers man completions snapshot

build: web
	go build -o $(BIN) ./cmd/demarche

# The program is whole without this, with the charts that it draws itself, which
# is what it gets where npm is not there or cannot reach its registry.
web:
	@cd serve/web && npm ci --no-audit --no-fund --silent && npm run --silent build || \
	echo "make: npm did not build what browsers get: pages go without charts that answer to the mouse, and without land on the map" >&2

run: build
	@mkdir -p .build && rm -f $(DB) $(DB).wal
	$(BIN) add --db $(DB) examples
	@echo
	$(BIN) relation --db $(DB) USA CUB
	@echo
	$(BIN) relation --db $(DB) SAU IRN
	@echo
	$(BIN) serve --db $(DB) --address 127.0.0.1:$(PORT)

figures: build
	$(BIN) eval treebank $(DEMARCHE_DATA)/data/ud/ewt-dev.conllu.gz $(DEMARCHE_DATA)/data/ud/gum-dev.conllu.gz
	go run ./coder/train -pairs $(DEMARCHE_DATA)/data/plover/plv-train.tsv -folds 5
	$(BIN) eval records $(DEMARCHE_DATA)/gold
	$(BIN) eval dates $(DEMARCHE_DATA)/data/time/time-dev.json
	$(BIN) eval coref $(DEMARCHE_DATA)/data/ud/gum-dev.conllu.gz
	$(BIN) eval arcs $(DEMARCHE_DATA)/arcs

test: web browser
	go vet -tags browser ./...
	go test -timeout 30m ./...
	go test -timeout 20m -tags browser -run Browser ./serve
	go test -race . ./report ./record ./plover
	cd report/writtendate && go vet ./... && go test ./...

# Tests of pages need Chromium.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	{ command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq chromium; } || \
	{ echo "make: the tests of pages need Chromium: install the package chromium" >&2; exit 1; }
	@command -v npm >/dev/null || { echo "make: the tests of pages need npm (package npm, Node 20 or later)" >&2; exit 1; }

# A module of its own, so that its libraries are neither built nor loaded with the
# program.
test-beam:
	cd beam && go build -o ../bin/demarche-archive ./demarche-archive && go vet ./... && go test ./...

flink:
	@command -v mvn >/dev/null && command -v java >/dev/null || \
	{ command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq openjdk-17-jre-headless maven; } || \
	{ echo "make: Flink needs Java 17 and Maven: install the packages openjdk-17-jre-headless and maven" >&2; exit 1; }
	mvn -B -q -f beam/flink/local/pom.xml dependency:copy-dependencies -DoutputDirectory=$(FLINK_LIB) -Dmaven.address=$(MAVEN)

archive:
	go build -o $(BIN) ./cmd/demarche
	cd beam && go build -o ../bin/demarche-archive ./demarche-archive

# The manifests against the definitions of Kubernetes and of Flink's operator.
test-deploy: flink
	cd deploy && go vet ./... && go test -count 1 ./...

test-flink: flink archive
	cd beam && go vet -tags flink ./... && go test -tags flink -count 1 -timeout 30m -v -run Flink ./archive

bench-flink: flink archive
	cd beam && go test -tags flink -count 1 -timeout 60m -v -run '^$$' -bench Flink -benchtime 1x ./archive

lint:
	$(TOOL) golangci-lint run ./...
	for module in beam deploy eval/peers/prose report/writtendate; do \
		(cd $$module && go tool -modfile=$(CURDIR)/tools/go.mod golangci-lint run ./...) || exit 1; done
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

# The others are put into .build/peers and nowhere else. Needs Python 3.9 to 3.13
# with venv, Java 17 and Maven.
PEERS := .build/peers
bench-peers:
	mkdir -p $(PEERS)
	test -x $(PEERS)/venv/bin/python || python3 -m venv $(PEERS)/venv
	$(PEERS)/venv/bin/pip install --quiet --disable-pip-version-check -r eval/peers/spacy/requirements.txt
	mvn --quiet --batch-mode --file eval/peers/corenlp/pom.xml -Dmaven.repo.local=$(abspath $(PEERS))/maven \
		dependency:build-classpath -Dmdep.outputFile=$(abspath $(PEERS))/corenlp.classpath
	cd eval/peers/prose && go build -o ../../../$(PEERS)/prose .
	go run ./eval/peers -dir $(PEERS)

snapshot:
	.ci/snapshot

man: build
	rm -rf dist-extra/man
	$(BIN) man dist-extra/man

completions: build
	mkdir -p dist-extra/completions
	$(BIN) completion bash > dist-extra/completions/demarche.bash
	$(BIN) completion zsh > dist-extra/completions/_demarche
	$(BIN) completion fish > dist-extra/completions/demarche.fish
