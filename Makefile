# make          what there is to make
# Everything is installed into .venv, made from python3 (3.11 or newer).

PYTHON ?= python3
BIN := .venv/bin
PARALLEL := -n auto --dist loadgroup --no-loadscope-reorder

.PHONY: help install load stored serve neo4j quick test test-thorough check bless pictures page-pictures bench bench-push bench-load bench-http bench-scale bench-sparql bench-attacks bench-soak bench-voids clean

help:           ## this list
	@grep -hE '^[a-z0-9-]+: .*##|^[a-z0-9-]+:  +##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

.venv/installed: pyproject.toml
	@echo "Making .venv and installing Lacuna with its development tools"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Lacuna needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

install: .venv/installed        ## the environment .venv

load: install   ## load the review into the embedded stores
	$(BIN)/lacuna load

stored: install # the review where nothing is stored yet; what is stored stays current
	$(BIN)/lacuna load --if-empty

serve: stored   ## answer on http://127.0.0.1:8000 from what is stored; the first time, load the review
	$(BIN)/lacuna serve

neo4j: stored   ## a local Neo4j with what is stored in it, until Ctrl-C; it lives in .neo4j and stays there
	$(BIN)/python -m kg.stores.devserver

quick: install  ## the tests to run while working: a minute, no server, few random cases
	LACUNA_TEST_PROFILE=quick $(BIN)/python -m pytest $(PARALLEL) -m 'not (neo4j or robot or server or slow or generated)'

test: install   ## every test (a quarter of an hour; Neo4j and ROBOT where there is Java)
	$(BIN)/python -m pytest $(PARALLEL)

test-thorough: install  ## every test with many more random cases, for nights and releases
	LACUNA_TEST_PROFILE=thorough $(BIN)/python -m pytest $(PARALLEL)

check: install  ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --allow-untyped-defs --allow-incomplete-defs --allow-untyped-calls tests
	$(BIN)/lint-imports

bless: install  ## write what is generated: query texts, what Neo4j Browser reads, the pages of the graph and of terms, alignments as triples, the list of IRIs, the README's answer, the examples of the API
	$(BIN)/python -m loaders.generate.bless
	rm -rf build/examples   # with the export that an earlier program kept there
	LACUNA_HOME=build/examples $(BIN)/lacuna load okafor-bello-2025 >/dev/null
	LACUNA_HOME=build/examples $(BIN)/python -m api.examples

pictures: page-pictures ## take the pictures of the pages and of docs/neo4j-browser.md (the latter need Java and Maven, too)
	$(BIN)/python -m pip install --quiet --editable '.[pictures]'
	$(BIN)/python -m tests.neo4j.pictures

page-pictures: install  ## take pictures of every page at three widths, light and dark, into build/pictures (needs Debian's chromium)
	$(BIN)/python -m pip install --quiet --editable '.[pictures]'
	$(BIN)/python -m tests.pages.pictures

bench: install          ## every benchmark in short form, into docs/performance.md: some twelve minutes
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	$(BIN)/python -m tests.bench.every

bench-push: install     ## how long a push to Neo4j takes, beside the bare driver and rdflib-neo4j
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	$(BIN)/python -m tests.bench.push --ask

bench-load: install     ## how long a load takes, beside rdflib and pySHACL, and what adding a few studies takes, beside everything at once
	$(BIN)/python -m tests.bench.load
	$(BIN)/python -m tests.bench.scale.update

bench-voids: install    ## how long a search for voids takes, beside brute force and others
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	$(BIN)/python -m tests.voids.bench

bench-scale: install     ## how loading, pushing, exporting and questions grow with the studies, on five engines
	$(BIN)/python -m tests.bench.scale.growth

bench-sparql: install   ## what the worker processes for SPARQL cost, beside pyoxigraph in process
	$(BIN)/python -m tests.bench.sparql

bench-http: install     ## how long answers and pages take over HTTP, beside the engine alone, and under load; sizes of pages
	$(BIN)/python -m tests.bench.http

bench-attacks: install  ## how long /health takes while somebody attacks the service, and what that leaves behind
	$(BIN)/python -m tests.bench.attacks

bench-soak: install     ## half an hour of mixed requests over twenty versions, and the slope of the service's memory
	$(BIN)/python -m tests.bench.soak

clean:          ## remove the environment and the stored versions (not .neo4j, which may hold data of yours)
	rm -rf .venv .lacuna
