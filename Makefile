# Everything runs in .venv, made from the lock files on first use. `make demo` needs no more than what the bot itself needs.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
COMPILE := $(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes --no-annotate --no-header \
	--no-emit-options --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.PHONY: demo run test check format bench pictures lock clean
.DEFAULT_GOAL := help

help: ## show this list
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.* ## /  make \1\t/'

demo: .venv/ready ## run the bot in a local workspace, and open it in the browser
	$(BIN)/keep-talking demo

run: .venv/ready ## run the bot, as the environment and .env say
	$(BIN)/keep-talking run

test: check ## everything that can be checked here
	$(BIN)/pytest -n 2 --dist loadfile

check: .venv/dev ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev ## format, and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/dev ## speed and size, beside their goals
	$(BIN)/python -m bench

pictures: .venv/dev ## take the pictures of README anew, in a browser
	$(BIN)/python tests/pictures.py

lock: .venv/dev ## renew the lock files from pyproject.toml
	$(COMPILE) --upgrade --output-file requirements.lock pyproject.toml
	$(COMPILE) --upgrade --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean: ## remove what make made
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/ready: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

.venv/dev: .venv/ready requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@
