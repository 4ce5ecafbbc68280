# Needs Python 3.11 or newer with venv, git and make; never root. Everything else comes from PyPI into .venv.

UV := 0.13.9
BIN := .venv/bin
CANDIDATES := $(or $(PYTHON),python3.11 python3.12 python3.13 python3.14 python3)

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export UV_PROJECT_ENVIRONMENT := .venv
export UV_PYTHON_DOWNLOADS := never
# uv trusts what pip and git trust, where the system keeps its certificates in a file.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem),)
export UV_SYSTEM_CERTS ?= 1
endif
unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test conformance cover check words bench prove mutants pictures screens clean

help: ## say what the targets do
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-11s  %s\n", $$1, $$2}' Makefile

demo: setup ## run one whole practice exam, to a signed and verified record in .demo
	$(BIN)/exam demo --out .demo

test: setup ## run the tests, a file to each core
	$(BIN)/pytest --numprocesses auto --dist loadfile

conformance: setup ## validate records with veraPDF, EU DSS, qpdf and poppler; needs java, qpdf, poppler-utils and Maven Central
	EXAM_CONFORMANCE=1 CONFORMANCE_JARS="$${CONFORMANCE_JARS:-$$HOME/.cache/exam-conformance}" $(BIN)/pytest -q tests/conformance

cover: setup ## run the tests and hold branch coverage: core 100 %, whole 95 %
	$(BIN)/pytest --cov --cov-report=
	$(BIN)/coverage report --include='exam/core/*' --fail-under=100
	$(BIN)/coverage report --fail-under=95

check: setup ## lint, format, types, layers, fresh catalogues, shipped content
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q tests/test_wording.py
	$(BIN)/exam check

words: setup ## compile the catalogues of exam/locale after a change
	$(BIN)/pybabel compile --directory=exam/locale --domain=exam

bench: setup ## measure every promise of speed, as ratios, into docs/performance.md
	$(BIN)/python -m bench docs/performance.md

prove: setup ## run the long forms of the tests (kills, power cuts, virtual exams); docs/promises.md holds the last figures
	rm -f .proof
	EXAM_PROVE=1 EXAM_FIGURES=$(CURDIR)/.proof $(BIN)/pytest -q tests/journal tests/simulation
	cat .proof

mutants: setup ## change the core's code in every way that mutmut knows and count what its tests notice; an hour and more
	$(BIN)/mutmut run
	$(BIN)/mutmut export-cicd-stats
	cat mutants/mutmut-cicd-stats.json

pictures: setup ## make the README's pictures from the real program; the record's needs poppler-utils
	$(BIN)/python -m tests.tui.pictures docs/pictures

screens: setup ## keep the screens that the tests compare with, after a change that was looked at
	EXAM_KEEP_SCREENS=1 $(BIN)/pytest -q tests/tui

verifier: setup ## build the verifier for this system as one executable, dist/exam-verify, and try it without Python
	UV_PROJECT_ENVIRONMENT=build/venv $(BIN)/uv sync --quiet --locked --no-default-groups --group verifier --python $(BIN)/python
	build/venv/bin/python .ci/verifier/build_verifier.py
	env -i PATH=/nonexistent dist/exam-verify README.md --language en; test $$? = 4  # no record: to be returned
	rm -rf build/demo && $(BIN)/exam demo --out build/demo >/dev/null
	env -i PATH=/nonexistent dist/exam-verify build/demo/*/archive --language en  # a practice record, in order
	cp build/demo/*/archive/*/*.pdf build/demo/tampered.pdf && printf X | dd of=build/demo/tampered.pdf bs=1 seek=40000 conv=notrunc status=none
	env -i PATH=/nonexistent dist/exam-verify build/demo --language en; test $$? = 4  # a folder: the record and what was made of it

clean: ## remove what make made
	rm -rf .venv .demo .proof build dist .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache mutants

setup: .venv/synced ## set up .venv; again only when pyproject.toml or uv.lock changed
	@:

# The first candidate that is new enough and can make a venv. An existing .venv is kept while its Python runs.
.venv/synced: pyproject.toml uv.lock
	@command -v git >/dev/null || { echo "make: git is missing; install git." >&2; exit 1; }
	@found=; bare=; \
	for python in $(CANDIDATES); do \
	    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	    "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || { bare="$$python"; continue; }; \
	    found="$$python"; break; \
	done; \
	if [ -z "$$found" ] && [ -n "$$bare" ]; then \
	    echo "make: $$bare cannot make virtual environments; install its venv module (Debian, Ubuntu: python3-venv)." >&2; exit 1; \
	elif [ -z "$$found" ]; then \
	    echo "make: no Python 3.11 or newer among: $(CANDIDATES); install one, or name it: make PYTHON=/path/to/python3." >&2; exit 1; \
	fi; \
	$(BIN)/python -m pip --version >/dev/null 2>&1 || "$$found" -m venv --clear .venv
	@echo "make: filling .venv from uv.lock"
	@$(BIN)/python -m pip install --quiet uv==$(UV)
	@$(BIN)/uv sync --locked --quiet --compile-bytecode --python $(BIN)/python
	@$(BIN)/python -m compileall -q exam
	@touch $@
