# Needs GNU make and Python 3.11 or newer. Everything else is installed into $(VENV).
#
#   make demo      one history under the three shipped rulesets
#   make test      the tests; PYTEST_ARGS='-k calendar' passes arguments on
#   make check     all that continuous integration checks with the locked packages
#   make format    format the code and sort its imports
#   make lowest    the tests with the oldest packages that pyproject.toml admits
#   make newest    the tests with the newest of everything, which no lock holds back
#   make nightly   what takes longer than a commit should wait
#   make lock      renew requirements/*.txt; UNTIL=2026-11-22 leaves out what came after that day
#   make bench     the benchmarks
#   make clean     remove whatever make made

PYTHON ?= python3
VENV := .venv
PYTEST_ARGS ?=
pytest = $(python) -m pytest -n auto --maxprocesses 8 --dist worksteal $(PYTEST_ARGS)
# What an environment for tests holds; `make lowest` takes another lock.
TEST_LOCK := requirements/test.txt
# A few days pass before a release is locked: what is broken or hostile is often found by then.
UNTIL = $(shell $(PYTHON) -c 'import datetime as d; print(d.date.today() - d.timedelta(3))')

binaries := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
python := $(binaries)/python
# -qq leaves errors only.
pip := $(python) -m pip --disable-pip-version-check -qq
# Only what a lock names is fetched, and only wheels: to build one, pip would fetch what nothing
# has locked. The project itself is built with the backend that the lock holds.
locked := $(pip) install --require-hashes --only-binary :all: -r
editable := $(pip) install --no-build-isolation --no-deps -e .

# A stamp says which of the locks the environment holds. All are forgotten when the environment
# does not run, or was set up for another folder: it was copied or moved.
home := $(VENV)/.followup-home
run := $(VENV)/.followup-run
test := $(VENV)/.followup-test
dev := $(VENV)/.followup-dev
locker := $(VENV)/.followup-locker
ifneq ($(shell $(python) -m pip --version >/dev/null 2>&1 && cat $(home) 2>/dev/null),$(CURDIR))
$(shell rm -f $(home) $(run) $(test) $(dev) $(locker))
endif

.PHONY: demo test check format lint types imports rulesets dist smoke lowest newest \
  newest-of-everything nightly lock bench clean

demo: $(run)
	@for ruleset in conservative balanced persistent; do \
	  set -- evaluate examples/acme.yaml -r $$ruleset --as-of 2026-10-23; \
	  printf '\n$$ followup %s\n' "$$*"; \
	  $(binaries)/followup "$$@" || exit; \
	done

test: $(test)
	$(pytest)

check: lint types imports test rulesets smoke

format: $(dev)
	$(python) -m ruff check --fix
	$(python) -m ruff format

lint: $(dev)
	$(python) -m ruff format --check
	$(python) -m ruff check

types: $(dev)
	$(python) -m mypy

imports: $(dev)
	$(binaries)/lint-imports --no-logo

rulesets: $(run)
	$(binaries)/followup ruleset check rulesets
	$(binaries)/followup ruleset test rulesets

# Builds the wheel from the sdist, as an installer without a wheel would.
dist: $(dev)
	@rm -rf dist && mkdir -p build
	@$(python) -m build --no-isolation >build/dist.log 2>&1 || { cat build/dist.log; exit 1; }
	@ls dist

smoke: dist
	$(python) tools/smoke.py dist/*.whl dist/*.tar.gz

lowest:
	$(MAKE) --no-print-directory test VENV=$(VENV)-lowest TEST_LOCK=requirements/lowest.txt

# Nothing is locked here: this is what somebody gets who installs followup today.
newest: dist
	@$(MAKE) --no-print-directory newest-of-everything VENV=$(VENV)-newest

newest-of-everything: $(home)
	@$(pip) install --upgrade --upgrade-strategy eager -e '.[test]'
	@$(python) tools/newer.py $(TEST_LOCK)
	$(pytest)
	$(python) tools/smoke.py --newest dist/*.whl dist/*.tar.gz

# What is added here needs a short form among the tests. Most of it compares rulesets with the
# independent evaluator; `python -m tests.independent.compare` does that alone.
nightly: $(test)
	HYPOTHESIS_PROFILE=nightly $(pytest)

compile = $(binaries)/uv pip compile --quiet --no-config --upgrade --universal --no-build \
  --python-version 3.11 --generate-hashes --exclude-newer $(UNTIL)T00:00:00Z \
  --custom-compile-command 'make lock UNTIL=$(UNTIL)'

project := pyproject.toml --group build

# What runs is a part of what tests, and that of what checks, so that one version serves all.
lock: $(locker)
	$(compile) --group lock -o requirements/lock.txt
	$(compile) $(project) --extra dev -o requirements/dev.txt
	$(compile) $(project) --extra test -c requirements/dev.txt -o requirements/test.txt
	$(compile) $(project) -c requirements/dev.txt -o requirements/run.txt
	$(compile) $(project) --extra test --resolution lowest-direct -o requirements/lowest.txt

bench: $(test)
	$(python) benchmarks/run.py

clean:
	rm -rf $(VENV) $(VENV)-lowest $(VENV)-newest build dist htmlcov .coverage .coverage.* \
	  .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find benchmarks engine tests tools -name __pycache__ -type d -exec rm -rf {} + 2>/dev/null || true

$(home):
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("followup needs Python 3.11 or newer, and " + sys.executable + " is older: try make PYTHON=python3.12")'
	@$(python) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@echo '$(CURDIR)' > $@

$(run): pyproject.toml requirements/run.txt | $(home)
	@echo 'Installing followup into $(VENV)'
	@$(locked) requirements/run.txt
	@$(editable)
	@touch $@

$(test): pyproject.toml $(TEST_LOCK) | $(home)
	@echo 'Installing followup and what its tests need into $(VENV)'
	@$(locked) $(TEST_LOCK)
	@$(editable)
	@touch $(run) $@

$(dev): pyproject.toml requirements/dev.txt | $(home)
	@echo 'Installing followup and what its checks need into $(VENV)'
	@$(locked) requirements/dev.txt
	@$(editable)
	@touch $(run) $(test) $@

$(locker): requirements/lock.txt | $(home)
	@$(locked) requirements/lock.txt
	@touch $@
