# The environment is .venv, made once and made again when requirements change. `make help` lists the targets.
PYTHON ?= python3
BIN := .venv/bin
CHROMIUM := chromium chromium-browser google-chrome
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check

.DELETE_ON_ERROR:
.PHONY: help run test chaos lint table ensembles bench format clean browser

help:  ## List the targets.
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /:\t/' | expand -t 10

run: .venv/run.stamp  ## Start the app.
	$(BIN)/streamlit run app.py

test: lint browser  ## Set up everything a fresh machine lacks, check the code, run every test.
	$(BIN)/pytest -m "not browser and not visitor and not chaos" -n auto
	$(BIN)/pytest -m "browser or visitor"

chaos: .venv/dev.stamp  ## Kill, fill, damage and delay what a running server rests on; print what its visitors read.
	$(BIN)/pytest -m chaos -s tests/chaos
	ADDRESSES=20000 $(BIN)/pytest -n auto tests/pages/test_addresses.py

lint: .venv/dev.stamp  ## Check style, formatting and types.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy metacore pages benchmarks app.py

table: .venv/dev.stamp  ## Measure every method on every kind of task, and the figures that methods are held to.
	$(BIN)/python -m benchmarks.table
	$(BIN)/python -m benchmarks.targets
	$(BIN)/python -m benchmarks.digits
	$(BIN)/python -m benchmarks.tables

ensembles: .venv/run.stamp  ## Measure every way to combine models, every base learner, and training through ensembles.
	$(BIN)/python -m benchmarks.fusion
	$(BIN)/python -m benchmarks.through
	$(BIN)/python -m benchmarks.learners

bench: .venv/dev.stamp benchmarks/.venv/peers.stamp browser  ## Measure speed: against other libraries, and in a browser.
	$(BIN)/python -m benchmarks.step
	$(BIN)/python -m benchmarks.sketch
	$(BIN)/python -m benchmarks.wait

format: .venv/dev.stamp  ## Rewrite the code in the agreed style.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:  ## Remove the environment and every cache.
	rm -rf .venv benchmarks/.venv .pytest_cache .ruff_cache .mypy_cache .hypothesis

# The environment itself: rebuilt from nothing when what the app needs changes.
.venv/run.stamp: requirements.txt
	$(PYTHON) -m venv --clear .venv
	$(PIP) -r requirements.txt
	@touch $@

# The tools of the checks, on top of it.
.venv/dev.stamp: .venv/run.stamp requirements-dev.txt
	$(PIP) -r requirements-dev.txt
	@touch $@

# What the engine's speed is held against. Of learn2learn one file is used, which needs no building; the bench goes on
# without it where its source cannot be had.
benchmarks/.venv/peers.stamp: benchmarks/peers/requirements.txt
	$(PYTHON) -m venv --clear benchmarks/.venv
	benchmarks/.venv/bin/python -m pip install -qq --disable-pip-version-check -r $<
	-cd benchmarks/.venv && bin/python -m pip download -qq --disable-pip-version-check --no-deps --no-build-isolation \
	learn2learn==0.2.0 && mkdir learn2learn && tar xzf learn2learn-0.2.0.tar.gz -C learn2learn --strip-components 1
	@touch $@

# The browser tests drive a Chromium: the one on PATH, else Debian's.
browser:
	@for name in $(CHROMIUM); do command -v $$name >/dev/null && exit 0; done; \
	echo "No Chromium on PATH: installing one with apt-get"; \
	$(SUDO) apt-get update -qq && \
	$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium </dev/null >/dev/null
