# make          what there is to make
# Everything is installed into .venv, made from python3 (3.11 or newer).

PYTHON ?= python3
BIN := .venv/bin

.PHONY: help install load serve test check bless clean

help:           ## this list
	@grep -hE '^[a-z]+: .*##|^[a-z]+:  +##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

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

serve: load     ## answer on http://127.0.0.1:8000
	$(BIN)/lacuna serve

test: install   ## every test
	$(BIN)/python -m pytest

check: install  ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --allow-untyped-defs --allow-incomplete-defs --allow-untyped-calls tests
	$(BIN)/lint-imports

bless: install  ## write the query texts beside the questions, and the answer in the README
	$(BIN)/python -m loaders.bless

clean:          ## remove the environment and the stored versions
	rm -rf .venv .lacuna
