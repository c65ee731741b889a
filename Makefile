# `make edition` builds the sample edition; `make test` runs the linters and the tests.
# The first run of each installs what it needs; later runs install nothing.
# `make fast` leaves out slow tests, `make books` tests whole books, `make bench` measures.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: edition test fast lint bench books clean

edition: $(VENV)/.edition-ready
	$(BIN)/octavo build .

test: $(VENV)/.test-ready lint
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

fast: $(VENV)/.test-ready
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not slow and not books"

lint: $(VENV)/.test-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright

bench: $(VENV)/.test-ready
	$(BIN)/python -m benchmarks.build
	$(BIN)/python -m benchmarks.citing
	$(BIN)/python -m benchmarks.binding

books: $(VENV)/.test-ready
	$(BIN)/python -m pytest -n 2 -m books
	$(BIN)/python -m benchmarks.ten_books

clean:
	rm -rf build

$(VENV)/.edition-ready: pyproject.toml constraints.txt setup/system.sh
	sh setup/system.sh edition $(PYTHON)
	sh setup/environment.sh $(PYTHON) $(VENV) .
	touch $@

$(VENV)/.test-ready: pyproject.toml constraints.txt package.json setup/system.sh setup/validators.sh $(VENV)/.edition-ready
	sh setup/system.sh test $(PYTHON)
	sh setup/environment.sh $(PYTHON) $(VENV) ".[test]"
	sh setup/validators.sh $(VENV)
	touch $@
