# Two commands matter: `make site` and `make test`. All paths are relative, so that a checkout in a folder with
# spaces or accents works too.

PYTHON ?= python3
PY = .venv/bin/python
PIP_INSTALL = $(PY) -m pip install --quiet --disable-pip-version-check
AUDIENCES = leaders governors inspectors
LOCK = .venv/bin/uv pip compile pyproject.toml --generate-hashes --universal --python-version 3.11 \
	--no-emit-index-url --no-header --no-annotate --quiet

# A workspace's datapackage.json is worked out from its tables and schemas/, never typed.
DESCRIBE = import sys; from pathlib import Path; from generator.schema import describe_text; \
	[Path(each, "datapackage.json").write_bytes(describe_text(Path(each)).encode()) for each in sys.argv[1:]]

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help site test lint bench lock example measure-disclosure screenshots simulate clean

help:
	@echo "make site         the worked example in content/ as three sites in build/"
	@echo "make test         every test, the browser's included"
	@echo "make lint         style, layout and types"
	@echo "make bench        how long checking, computing and building take"
	@echo "make example      make the worked examples again from their seeds"
	@echo "make measure-disclosure  measure again what each size of setting is shown, and after nine releases"
	@echo "make simulate     repeat the simulations behind the methods page (some minutes)"
	@echo "make screenshots  take the README's pictures again"
	@echo "make lock         choose the newest allowed packages and write locks/"
	@echo "make clean        take away .venv and build/"

.venv/made:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "make: Python 3.11 or later is needed. Name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@"$(PYTHON)" -m venv .venv || \
		{ echo "make: no virtual environment could be made. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

# The project itself is installed without dependencies and without build isolation: both would fetch what no lock names.
.venv/ready-to-run: .venv/made locks/run.txt pyproject.toml
	$(PIP_INSTALL) --require-hashes --only-binary :all: -r locks/run.txt
	$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/ready-to-test: .venv/made locks/test.txt pyproject.toml
	$(PIP_INSTALL) --require-hashes --only-binary :all: -r locks/test.txt
	$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@ .venv/ready-to-run

site: .venv/ready-to-run
	@.venv/bin/readiness build --workspace content --out build >/dev/null
	@for audience in $(AUDIENCES); do echo "build/$$audience/index.html"; done

test: .venv/ready-to-test
	@.ci/chromium
	$(PY) -m pytest -n 2 --dist loadfile -q

lint: .venv/ready-to-test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

bench: .venv/ready-to-run
	@$(PY) tests/bench.py

example: .venv/ready-to-run
	$(PY) -m generator.examples.school_and_home
	$(PY) -m generator.examples.first_night
	$(PY) -m generator.examples.small_home
	$(PY) -c '$(DESCRIBE)' content generator/examples/first-night generator/examples/small-home

measure-disclosure: .venv/ready-to-run
	PYTHONPATH=tests $(PY) tests/disclosure/measure_disclosure.py

screenshots: .venv/ready-to-test site
	@.ci/chromium
	$(PY) tests/screenshots.py

# One thread for each process: the sums are small, and threads within threads only wait for each other.
simulate: .venv/ready-to-run
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(PY) -m generator.simulation

lock: .venv/ready-to-test
	$(LOCK) --upgrade --group test --output-file locks/test.txt
	$(LOCK) --upgrade --group backend --output-file locks/run.txt

clean:
	rm -rf .venv build
