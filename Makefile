# Needs GNU make and Python 3.11 or newer. Everything else is installed into $(VENV).
#
#   make demo      one history under the three shipped rulesets
#   make test      the tests; PYTEST_ARGS='-k calendar' passes arguments on
#   make check     all that continuous integration checks
#   make bench     the benchmarks
#   make clean     remove whatever make made

PYTHON ?= python3
VENV := .venv
PYTEST_ARGS ?=

python := $(VENV)/bin/python
# -qq leaves errors only.
pip := $(python) -m pip --disable-pip-version-check -qq

# A stamp says which of the project's extras the environment holds. All are forgotten when the
# environment does not run, or was set up for another folder: it was copied or moved.
home := $(VENV)/.followup-home
run := $(VENV)/.followup-run
test := $(VENV)/.followup-test
dev := $(VENV)/.followup-dev
ifneq ($(shell $(python) -m pip --version >/dev/null 2>&1 && cat $(home) 2>/dev/null),$(CURDIR))
$(shell rm -f $(home) $(run) $(test) $(dev))
endif

.PHONY: demo test check lint types imports rulesets dist smoke bench clean

demo: $(run)
	@for ruleset in conservative balanced persistent; do \
	  set -- evaluate examples/acme.yaml -r $$ruleset --as-of 2026-10-23; \
	  printf '\n$$ followup %s\n' "$$*"; \
	  $(VENV)/bin/followup "$$@" || exit; \
	done

test: $(test)
	$(python) -m pytest -n auto --maxprocesses 8 $(PYTEST_ARGS)

check: lint types imports test rulesets smoke

lint: $(dev)
	$(python) -m ruff format --check
	$(python) -m ruff check

types: $(dev)
	$(python) -m mypy

imports: $(dev)
	$(VENV)/bin/lint-imports --no-logo

rulesets: $(run)
	$(VENV)/bin/followup ruleset check rulesets
	$(VENV)/bin/followup ruleset test rulesets

# Builds the wheel from the sdist, as an installer without a wheel would.
dist: $(dev)
	@rm -rf dist && mkdir -p build
	@$(python) -m build >build/dist.log 2>&1 || { cat build/dist.log; exit 1; }
	@ls dist

smoke: dist
	$(python) tools/smoke.py dist/*.whl dist/*.tar.gz

bench: $(test)
	$(python) benchmarks/run.py

clean:
	rm -rf $(VENV) build dist htmlcov .coverage .coverage.* .hypothesis .import_linter_cache \
	  .mypy_cache .pytest_cache .ruff_cache
	find benchmarks engine tests tools -name __pycache__ -type d -exec rm -rf {} + 2>/dev/null || true

$(home):
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("followup needs Python 3.11 or newer, and " + sys.executable + " is older: try make PYTHON=python3.12")'
	@$(python) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@echo '$(CURDIR)' > $@

$(run): pyproject.toml | $(home)
	@echo 'Installing followup into $(VENV)'
	@$(pip) install -e .
	@touch $@

$(test): pyproject.toml | $(home)
	@echo 'Installing followup and what its tests need into $(VENV)'
	@$(pip) install -e '.[test]'
	@touch $(run) $@

$(dev): pyproject.toml | $(home)
	@echo 'Installing followup and what its checks need into $(VENV)'
	@$(pip) install -e '.[dev]'
	@touch $(run) $(test) $@
